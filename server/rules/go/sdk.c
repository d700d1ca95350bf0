/* project/old-sdk: an SDK that a native Go build can't use, or one that is no longer kept. */
#include "base/path.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/flow_rule.h"
#include "rules/go/migrate.h"
#include "rules/go/rules.h"

/* Import paths below `path` are of an SDK that only TinyGo builds, or whose package has moved. */
static const struct {
    const char *path;
    bool moved;
} old_sdks[] = {
    {"github.com/tetratelabs/proxy-wasm-go-sdk", false},
    {"github.com/wasilibs/nottinygc", false},
    {"github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper", true},
    {"github.com/mse-group/wasm-extensions-go/pkg/wrapper", true},
};

static bool is_below(str import, const char *path)
{
    str p = str_of(path);
    return str_starts(import, p) && (import.n == p.n || import.p[p.n] == '/');
}

/* The package is there: a fork keeps it, and go.mod or the module itself says where. */
static bool is_at_hand(const rule_context *c, str import)
{
    const ir_package *p = ir_package_find(c->program, import);
    return p && path_is_inside(p->folder, c->build->root);
}

/* --- what the wrapper stands on --------------------------------------------------------------------------------------------- */

bool build_replaces(const build_facts *b, str path)
{
    str rest = b->text;
    for (str line; str_split(&rest, '\n', &line);) {
        ptrdiff_t arrow = str_find(line, STR("=>"), 0);
        if (arrow >= 0 && str_has(str_slice(line, 0, (size_t)arrow), path)) return true;
    }
    return false;
}

/* The wrapper that the plugin imports, and its release. */
typedef struct wrapper {
    str import;
    const sdk_release *release; /* NULL: not known */
} wrapper;

static wrapper find_wrapper(rule_context *c)
{
    wrapper found = {0};
    for (uint32_t file = 0; file < ir_file_count(c->program); file++) {
        if (!ir_file_is_own(c->program, file)) continue;
        source_imports imports = language_imports(c->code, c->program, file);
        for (size_t i = 0; i < imports.n && !found.import.n; i++) {
            str module = sdk_release_module(imports.at[i].path);
            const build_requirement *r = module.n ? build_requires(c->build, module) : NULL;
            if (!str_ends(imports.at[i].path, STR("/pkg/wrapper")) || !module.n || is_at_hand(c, imports.at[i].path)) continue;
            found.import = imports.at[i].path;
            if (r && !build_replaces(c->build, module)) found.release = sdk_release_of(module, r->version);
        }
    }
    return found;
}

/* A handler's result is of that package of types. */
static bool is_returned(const rule_context *c, str types)
{
    for (size_t i = 0; i < c->registrations->n; i++)
        for (size_t k = 0; k < c->registrations->at[i].handlers.n; k++) {
            const ir_func *f = c->registrations->at[i].handlers.at[k].func;
            if (f && f->result_count == 1 && type_is_named(f->results[0].type, types, STR("Action"))) return true;
        }
    return false;
}

/* The package that the plugin's handlers are of is another module's than the one that the wrapper stands on. Where Go builds the
 * wrapper itself, calls of the other SDK end in what that has for tests. */
static bool is_mixed(const rule_context *c, const wrapper *w, str import)
{
    const char *package = sdk_package(import);
    bool host = package && (strcmp(package, "types") == 0 || strcmp(package, "proxywasm") == 0);
    if (!w->release || !host || is_below(import, w->release->host) || build_replaces(c->build, STR("proxy-wasm-go-sdk")))
        return false;
    bool stock = is_below(import, "github.com/tetratelabs/proxy-wasm-go-sdk");
    return stock && (w->release->native || (strcmp(package, "types") == 0 && is_returned(c, import)));
}

static diagnostic *report_import(rule_context *c, uint32_t file, const source_import *i, str fault, str now)
{
    rule_value values[] = {{"import", i->path}, {"instead", now}, {"fault", fault}};
    const rule *r = rule_find(STR("project/old-sdk"));
    diagnostic *d = rule_report(c, r, (ir_span){file, i->at}, rule_format(c, r->message, values, 3));
    migrate_add_fix(c, d);
    return d;
}

typedef struct judged {
    wrapper wrapper;
    bool reactor; /* native Go builds the plugin for certain */
    bool newer;   /* go.mod asks for a Go that builds plugins itself */
    bool hopeless; /* nothing builds it */
    bool reported[sizeof old_sdks / sizeof *old_sdks], mixed;
} judged;

/* Once for each of the SDKs. */
static void check_import(rule_context *c, uint32_t file, const source_import *i, judged *j)
{
    if (is_mixed(c, &j->wrapper, i->path)) {
        rule_value of = {"wrapper", j->wrapper.import};
        if (!j->mixed)
            report_import(c, file, i, rule_format(c, rule_related("sdk_mixed"), &of, 1), str_of(j->wrapper.release->host));
        j->mixed = true;
        return;
    }
    for (size_t k = 0; k < sizeof old_sdks / sizeof *old_sdks; k++) {
        bool moved = old_sdks[k].moved;
        if (!is_below(i->path, old_sdks[k].path) || (moved && is_at_hand(c, i->path)) || j->reported[k]) continue;
        if (!moved && (!j->newer || j->mixed)) return; /* TinyGo builds it */
        j->reported[k] = true;
        str now = moved ? STR("github.com/higress-group/wasm-go/pkg/wrapper") : STR("github.com/higress-group/proxy-wasm-go-sdk");
        str fault = sdk_text_str(rule_related(moved && !j->hopeless ? "sdk_moved" : "sdk_tinygo"));
        diagnostic *d = report_import(c, file, i, fault, now);
        /* Nothing says that it is not TinyGo that builds it. */
        if (!j->hopeless && (moved || !j->reactor)) d->level = j->newer ? SEVERITY_WARNING : SEVERITY_HINT;
        if (!j->newer) d->tag = TAG_DEPRECATED;
        return;
    }
}

/* --- versions that only TinyGo builds -------------------------------------------------------------------------------------- */

#define HIGRESS_SDK "github.com/higress-group/proxy-wasm-go-sdk"
#define FIRST_NATIVE_SDK "v0.0.0-20250323" /* versions without a tag begin with the day of their commit */
#define NATIVE_SDK "v0.0.0-20250611100342-5654e89a7a80"

const build_requirement *old_sdk_version(const build_facts *b)
{
    const build_requirement *r = b->reactor ? build_requires(b, STR(HIGRESS_SDK)) : NULL;
    if (!r || !r->version.n || build_replaces(b, r->path)) return NULL;
    bool tagged = !str_starts(r->version, STR("v0.0.0-"));
    return tagged || str_cmp(r->version, STR(FIRST_NATIVE_SDK)) < 0 ? r : NULL;
}

/* Whether the SDK needs a garbage collector of its own (nottinygc): native Go can't build that at all, nor can a TinyGo that
 * takes go 1.24. */
static bool requires_collector(const build_facts *b)
{
    return build_requires(b, STR("github.com/higress-group/nottinygc")) ||
           build_requires(b, STR("github.com/wasilibs/nottinygc"));
}

static bool check_version(rule_context *c, bool reactor)
{
    const build_requirement *old = old_sdk_version(c->build);
    if (!old) return false;
    const rule *r = rule_find(STR("project/old-sdk"));
    rule_value values[] = {{"import", arena_printf(c->arena, "%.*s %.*s", STR_ARG(old->path), STR_ARG(old->version))},
                           {"instead", STR(NATIVE_SDK)}, {"fault", sdk_text_str(rule_related("sdk_tinygo"))}};
    diagnostic *d = rule_report_in(c, r, c->build->file, old->at, rule_format(c, r->message, values, 3));
    if (!reactor && !requires_collector(c->build)) d->level = SEVERITY_WARNING;
    migrate_add_fix(c, d);
    return true;
}

void old_sdk_run(rule_context *c)
{
    build_signs signs = language_build_signs(c->code, c->arena, c->tree, c->build);
    judged j = {.wrapper = find_wrapper(c), .newer = c->build->reactor && !signs.main_runs, .reactor = signs.reactor};
    const sdk_release *r = j.wrapper.release;
    if (j.newer == c->offers) return; /* TinyGo's plugins are right as they are */
    bool said = j.newer && check_version(c, signs.reactor);
    j.hopeless = j.newer && !said && r && r->collector && !r->native;
    for (uint32_t file = 0; file < ir_file_count(c->program); file++) {
        if (!ir_file_is_own(c->program, file)) continue;
        source_imports imports = language_imports(c->code, c->program, file);
        for (size_t i = 0; i < imports.n; i++) check_import(c, file, &imports.at[i], &j);
    }
}
