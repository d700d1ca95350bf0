// Raw and smart pointers, null, objects that point to each other.
#include <memory>
#include <string>
#include <vector>

#include "../fixture.h"

struct Node {
  std::string name;
  std::unique_ptr<Node> next;
  Node *parent = nullptr;
};

struct Settings {
  int level = 1;
};

class Pointers : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    std::unique_ptr<Node> head;
    Node *last = nullptr;
    if (config.contains("chain") && config["chain"].is_array()) {
      for (const auto &name : config["chain"]) {
        auto node = std::make_unique<Node>();
        node->name = name.is_string() ? name.get<std::string>() : "?";
        node->parent = last;
        Node *raw = node.get();
        if (!head) head = std::move(node);
        else last->next = std::move(node);
        last = raw;
      }
    }
    if (config.contains("needed") && head == nullptr) {
      LOG_WARN("no chain");
      return false;
    }
    int length = 0;
    for (Node *at = head.get(); at; at = at->next.get()) length++;
    std::string back;
    for (const Node *at = last; at != nullptr; at = at->parent) back += at->name;
    std::shared_ptr<Settings> a = std::make_shared<Settings>(), b = a, none;
    b->level = 5;
    auto c = std::make_shared<Settings>(*a);
    c->level++;
    b.reset();
    none = a;
    int value = 3, *pointer = &value, **again = &pointer;
    *pointer += 4;
    **again *= 2;
    Settings own, *to = &own;
    to->level = 9;
    if (!change(to, config)) {
      LOG_WARN("not changed at " + std::to_string(own.level));
      return false;
    }
    std::unique_ptr<Settings> maybe = config.contains("maybe") ? std::make_unique<Settings>() : nullptr;
    if (maybe) maybe->level = 4;
    const char *text = config.contains("text") ? "yes" : nullptr;
    return shown(config, std::to_string(length) + back + std::to_string(a->level) + std::to_string(c->level) +
                             std::to_string(b == nullptr) + std::to_string(none == a) + std::to_string(value) +
                             std::to_string(own.level) + (maybe ? std::to_string(maybe->level) : "-") + (text ? text : "no") +
                             std::to_string(this->mine_));
  }

 private:
  bool change(Settings *settings, const json &config) {
    if (settings == nullptr) return false;
    this->mine_ = settings->level;
    settings->level += 1;
    return !config.contains("stop");
  }
  int mine_{0};
};
static RegisterContextFactory register_Pointers(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Pointers));
