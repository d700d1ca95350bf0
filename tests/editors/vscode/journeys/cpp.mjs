// A plugin in C++, in a folder that is trusted: its configuration, its code, its build.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { buildPatience } from "../editor.mjs";
import { vsix } from "./workspaces.mjs";

const source = "greeter/plugin.cc";

const steps = [
  {
    name: "a folder with a C++ plugin opens, and its configuration is checked",
    async run({ editor, host, vsix }) {
      host.install(vsix);
      await host.start();
      await editor.goto("limits/config.yaml");
      await editor.status("wpls");
      await editor.squiggle("warning", "limt");
      await editor.server();
    },
  },
  {
    name: "a quick fix repairs the key",
    async run({ editor }) {
      const repaired = async () => (await editor.shown()).includes("\n  limit: 5");
      await editor.quickFix("limits/config.yaml", "limt", "rename to 'limit'", repaired);
      await editor.noSquiggles("warning");
      await editor.save("limits/config.yaml");
    },
  },
  {
    name: "go to definition leads from the key to the C++ code that reads it",
    async run({ editor }) {
      const line = editor.line("limits/plugin.cc", 'config.contains("limit")');
      const there = async () => (await editor.isFocused("limits/plugin.cc")) && editor.isAt(line);
      await editor.reach("the code that reads the key", there, async () => {
        await editor.cursor("limits/config.yaml", "limit", { before: true });
        await editor.press("F12");
      });
    },
  },
  {
    name: "hover in the code tells what a key, its variable and a call mean",
    async run({ editor }) {
      assert.match(await editor.hover("limits/plugin.cc", 'limit"]', "limit: integer"), /requests a minute/);
      assert.match(await editor.hover("limits/plugin.cc", "limit = 10", "limit: integer"), /set at config\.yaml/);
      assert.match(await editor.hover("limits/plugin.cc", "onRequestHeaders(uint32_t, bool) override", "onRequestHeaders runs"), /request header phase/);
      await editor.shot("cpp-hover");
    },
  },
  {
    name: "a call in the wrong phase is underlined, and a comment takes that away",
    async run({ editor }) {
      const file = "limits/plugin.cc";
      const silent = async () => (await editor.shown()).includes("// wpls:ignore phase/wrong-phase");
      await editor.open(file);
      await editor.cursor(file, 'addResponseHeader("x-limit"', { before: true });
      await editor.squiggle("error", "addResponseHeader");
      await editor.quickFix(file, "addResponseHeader", "ignore phase/wrong-phase for this line", silent);
      await editor.noSquiggles();
      await editor.save(file);
    },
  },
  {
    name: "completion has the handlers of a context",
    async run({ editor }) {
      const insert = async () => {
        await editor.press("Enter");
        await editor.page.keyboard.type("onRequestBo");
        await editor.suggestion("onRequestBody");
        await editor.accept("onRequestBody");
        await editor.sees("FilterDataStatus onRequestBody(size_t, bool end_of_stream) override {");
        await editor.press("Escape", "Escape");
      };
      const expected = /FilterDataStatus onRequestBody\(size_t, bool end_of_stream\) override \{/;
      await editor.edit("limits/plugin.cc", "RootContext* root) : Context(id, root) {}", insert, (text) => expected.test(text));
    },
  },
  {
    name: "a build error is shown in the code",
    async run({ editor }) {
      const misspell = () => editor.page.keyboard.type("d");
      await editor.edit(source, "return FilterHeadersStatus::Continue", misspell, (text) => text.includes("Continued;"));
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building greeter"), { pause: 15_000 });
      await editor.notification("greeter was not built", buildPatience);
      await editor.squiggle("error", "Continued");
      await editor.problem("no member named 'Continued'");
      await editor.shot("cpp-build-error");
      await editor.noNotifications();
    },
  },
  {
    name: "the next build makes a module, and clears it",
    async run({ editor }) {
      await editor.edit(source, "Continued", () => editor.press("Backspace"), (text) => !text.includes("Continued"));
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building greeter"), { pause: 15_000 });
      await editor.notification(/built main\.wasm/, buildPatience);
      await editor.noSquiggles();
      const module = fs.readFileSync(path.join(editor.folder, "greeter/main.wasm"));
      assert.equal(module.subarray(0, 8).toString("hex"), "0061736d01000000");
    },
  },
];

const limits = `#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

using nlohmann::json;

struct Rule {
  std::string name;
  int limit = 10;  // requests a minute
};

class LimitRoot : public RootContext {
 public:
  explicit LimitRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override;

 private:
  bool parse(const json& config, Rule& rule);
  std::vector<Rule> rules_;
};

class Limit : public Context {
 public:
  explicit Limit(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {
    addResponseHeader("x-limit", "1");
    return FilterHeadersStatus::Continue;
  }
};

static RegisterContextFactory register_limit(CONTEXT_FACTORY(Limit), ROOT_FACTORY(LimitRoot));

bool LimitRoot::parse(const json& config, Rule& rule) {
  auto it = config.find("name");
  if (it == config.end() || !it->is_string()) {
    LOG_WARN("a rule needs a name");
    return false;
  }
  rule.name = it->get<std::string>();
  if (config.contains("limit")) rule.limit = config["limit"].get<int>();
  return true;
}

bool LimitRoot::onConfigure(size_t size) {
  auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
  json config = json::parse(data->view(), nullptr, false);
  if (config.is_discarded()) return false;
  auto rules = config.find("rules");
  if (rules == config.end() || !rules.value().is_array()) return false;
  for (auto& one : rules.value()) {
    Rule rule;
    if (!parse(one, rule)) return false;
    rules_.push_back(rule);
  }
  return true;
}
`;

export const cpp = {
  name: "cpp",
  setup({ top, wpls, work }) {
    const workspace = path.join(work, "plugins");
    fs.mkdirSync(path.join(workspace, "limits"), { recursive: true });
    fs.writeFileSync(path.join(workspace, "limits/plugin.cc"), limits);
    fs.writeFileSync(path.join(workspace, "limits/config.yaml"), "rules:\n- name: a\n  limt: 5\n");
    execFileSync(wpls, ["new", "greeter", "--lang", "cpp", "--dir", workspace]);
    // another server for C++ would say the same; the build is what is looked at
    const user = { "security.workspace.trust.enabled": false, "wpls.libclang": false };
    return { vsix: vsix(top).platform, workspace, host: { user } };
  },
  steps,
};
