// The journeys, in the order in which they are taken: lists of steps, each in an environment of its own. A feature that is added gets an
// entry in one of them. A step gets { editor, host, page, workspace, ... } and throws when something is not as a user may expect it.
import { author } from "./journeys/author.mjs";
import { cpp } from "./journeys/cpp.mjs";
import { everyday } from "./journeys/everyday.mjs";
import { missingProgram } from "./journeys/missing_program.mjs";
import { newUser } from "./journeys/new_user.mjs";
import { operator } from "./journeys/operator.mjs";
import { ordinaryFolder } from "./journeys/ordinary_folder.mjs";

export const journeys = [newUser, everyday, author, cpp, operator, ordinaryFolder, missingProgram];
