/* project/not-analysed: what an earlier process of wpls died of (base/work.h). "No findings" would be wrong there. */
#include "base/path.h"
#include "ir/func.h"
#include "language/language.h"
#include "rules/rule.h"

static diagnostic *report(rule_context *c, str subject, const work_left_out *left_out)
{
    const rule *r = rule_find(STR("project/not-analysed"));
    rule_value values[] = {{"subject", subject},
                           {"reason", work_death_text(c->arena, left_out->death)}};
    return rule_report(c, r, (ir_span){.file = IR_NO_FILE}, rule_format(c, r->message, values, 2));
}

void not_analysed_document(rule_context *c, str path, const work_left_out *left_out)
{
    report(c, sdk_text_str(rule_related("this_file")), left_out)->path = arena_str(c->arena, path);
}

/* At the file that was at work, else at the one that makes a plugin of the folder. */
void not_analysed_project(rule_context *c, str root, const work_left_out *left_out)
{
    str text, path = left_out->path;
    if (left_out->kind == WORK_PROJECT) path = path_join(c->arena, root, str_of(c->code->project_file));
    if (left_out->kind == WORK_PROJECT && !c->tree->read(c->tree->self, path, &text)) {
        source_entries entries = c->tree->list(c->tree->self, c->arena, root);
        for (size_t i = entries.n; i-- > 0;)
            if (c->code->file(entries.at[i].name) & LANGUAGE_TEXT) path = path_join(c->arena, root, entries.at[i].name);
    }
    report(c, sdk_text_str(rule_related("this_plugin")), left_out)->path = arena_str(c->arena, path);
}

void not_analysed_run(rule_context *c)
{
    if (!work_all_left_out.n) return;
    for (size_t i = 0; i < ir_package_count(c->program); i++) {
        const ir_package *p = ir_package_at(c->program, i);
        for (size_t k = 0; k < p->funcs.n; k++) {
            ir_func *f = p->funcs.at[k];
            ir_func_body(c->program, f);
            if (!f->left_out) continue;
            diagnostic *d = report(c, arena_printf(c->arena, "'%.*s'", STR_ARG(f->name)), f->left_out);
            d->path = ir_file_path(c->program, f->at.file);
            d->at = f->at.at;
        }
    }
}
