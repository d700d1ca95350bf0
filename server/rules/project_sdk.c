/* project/old-sdk: an SDK that a native Go build can't use, or one that is no longer kept. */
#include "base/path.h"
#include "rules/flow_rule.h"

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

void old_sdk_run(rule_context *c)
{
    if (!c->build->reactor) return;
    build_signs signs = c->code->build_signs(c->arena, c->tree, c->build);
    if (signs.main_runs) return;
    bool reported[sizeof old_sdks / sizeof *old_sdks] = {false};
    for (uint32_t file = 0; file < c->program->files.n; file++) {
        if (!c->program->files.at[file].own) continue;
        source_imports imports = c->code->imports(c->program, file);
        for (size_t i = 0; i < imports.n; i++) check_import(c, file, &imports.at[i], signs.reactor, reported);
    }
}
