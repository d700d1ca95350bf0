/* project/old-sdk: an SDK that a native Go build can't use, or one that is no longer kept. */
#include "base/path.h"
#include "ir/language_row.h"
#include "rules/flow_rule.h"
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
    const ir_package *p = map_get(&c->program->package_by_path, import);
    return p && path_is_inside(p->folder, c->build->root);
}

/* Once for each of the SDKs. */
static void check_import(rule_context *c, uint32_t file, const source_import *i, bool reactor, bool *reported)
{
    for (size_t k = 0; k < sizeof old_sdks / sizeof *old_sdks; k++) {
        if (!is_below(i->path, old_sdks[k].path) || (old_sdks[k].moved && is_at_hand(c, i->path)) || reported[k]) continue;
        reported[k] = true;
        str now = old_sdks[k].moved ? STR("github.com/higress-group/wasm-go/pkg/wrapper")
                                    : STR("github.com/higress-group/proxy-wasm-go-sdk");
        str fault = rule_text(c, rule_related(old_sdks[k].moved ? "sdk_moved" : "sdk_tinygo"));
        rule_value values[] = {{"import", i->path}, {"instead", now}, {"fault", fault}};
        const rule *r = rule_find(STR("project/old-sdk"));
        diagnostic *d = rule_report(c, r, (ir_span){file, i->at}, rule_format(c, r->message, values, 3));
        /* Nothing says that it is not TinyGo that builds it. */
        if (old_sdks[k].moved || !reactor) d->level = SEVERITY_WARNING;
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

static void check_version(rule_context *c, bool reactor)
{
    const build_requirement *old = old_sdk_version(c->build);
    if (!old) return;
    const rule *r = rule_find(STR("project/old-sdk"));
    rule_value values[] = {{"import", arena_printf(c->arena, "%.*s %.*s", STR_ARG(old->path), STR_ARG(old->version))},
                           {"instead", STR(NATIVE_SDK)}, {"fault", rule_text(c, rule_related("sdk_tinygo"))}};
    diagnostic *d = rule_report(c, r, (ir_span){.file = IR_NO_FILE}, rule_format(c, r->message, values, 3));
    d->path = c->build->file;
    d->at = old->at;
    /* Its collector of garbage is no code for native Go at all, and for no TinyGo that takes go 1.24. */
    bool collector = build_requires(c->build, STR("github.com/higress-group/nottinygc")) ||
                     build_requires(c->build, STR("github.com/wasilibs/nottinygc"));
    if (!reactor && !collector) d->level = SEVERITY_WARNING;
}

void old_sdk_run(rule_context *c)
{
    if (!c->build->reactor) return;
    build_signs signs = c->code->build_signs(c->arena, c->tree, c->build);
    if (signs.main_runs) return;
    check_version(c, signs.reactor);
    bool reported[sizeof old_sdks / sizeof *old_sdks] = {false};
    for (uint32_t file = 0; file < c->program->files.n; file++) {
        if (!c->program->files.at[file].own) continue;
        source_imports imports = c->code->imports(c->program, file);
        for (size_t i = 0; i < imports.n; i++) check_import(c, file, &imports.at[i], signs.reactor, reported);
    }
}
