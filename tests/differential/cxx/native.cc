/* Runs configurations through the fixtures: a line of the tasks is a JSON object with "Plugin" and "Config", answered with a line
 * with "verdict" - accept, reject, panic (an exception, which ends a machine without them), undefined (something that is not there
 * is read), loose (a number that its type can't hold) - and "log", the lines from warnings on. */
#include "native.h"

#include <csetjmp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

namespace stub {
std::string configuration;
static std::vector<std::string> lines;
static std::string current;
static std::map<std::string, RootFactory> &roots() {
  static std::map<std::string, RootFactory> all;
  return all;
}
folder::folder(const char *name) { current = name; }
void log(bool warn, std::string_view text) {
  if (warn) lines.emplace_back(text);
}
}

RegisterContextFactory::RegisterContextFactory(ContextFactory, RootFactory root, std::string_view) {
  stub::roots()[stub::current] = std::move(root);
}

static sigjmp_buf out;
static void signalled(int number) { siglongjmp(out, number); }

static const char *run(const std::string &plugin, std::string &what) {
  int number = sigsetjmp(out, 1);
  if (number) return number == SIGILL ? "loose" : "undefined";
  try {
    auto root = stub::roots().at(plugin)(1, "");
    return root->onConfigure(stub::configuration.size()) ? "accept" : "reject";
  } catch (const std::exception &e) {
    what = e.what();
    return "panic";
  }
}

int main() {
  for (int number : {SIGABRT, SIGSEGV, SIGILL, SIGFPE}) signal(number, signalled);
  if (!freopen("/dev/null", "w", stderr)) return 1; /* what assertions say */
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    auto task = nlohmann::json::parse(line);
    stub::configuration = task["Config"].get<std::string>();
    stub::lines.clear();
    std::string what;
    const char *verdict = run(task["Plugin"].get<std::string>(), what);
    nlohmann::json answer = {{"verdict", verdict}, {"log", stub::lines}, {"what", what}};
    std::cout << answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
  }
}
