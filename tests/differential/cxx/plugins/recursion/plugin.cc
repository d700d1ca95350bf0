// Functions that call themselves and each other on nested documents.
#include <string>
#include <vector>

#include "../fixture.h"

struct Tree {
  std::string name;
  std::vector<Tree> children;
};

class Recursion : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    Tree tree;
    std::string path = "root";
    if (config.contains("tree") && !build(config["tree"], tree, path, 0)) {
      LOG_WARN("wrong at " + path);
      return false;
    }
    if (config.contains("expr")) {
      int value = 0;
      if (!evaluate(config["expr"], value)) {
        LOG_WARN("an expression is wrong");
        return false;
      }
      if (value < 0) {
        LOG_WARN("negative: " + std::to_string(value));
        return false;
      }
      return shown(config, std::to_string(value));
    }
    return shown(config, write(tree) + std::to_string(depth(tree)) + std::to_string(even(static_cast<int>(tree.children.size()))));
  }

 private:
  static bool build(const json &from, Tree &tree, std::string &path, int level) {
    if (level > 4) {
      path += " too deep";
      return false;
    }
    if (!from.is_object() || !from.contains("name") || !from["name"].is_string()) return false;
    tree.name = from["name"].get<std::string>();
    if (!from.contains("children")) return true;
    int i = 0;
    for (const auto &child : from["children"]) {
      std::string before = path;
      path += "/" + std::to_string(i++);
      tree.children.emplace_back();
      if (!build(child, tree.children.back(), path, level + 1)) return false;
      path = before;
    }
    return true;
  }
  static std::string write(const Tree &tree) {
    std::string text = tree.name;
    if (!tree.children.empty()) {
      text += "(";
      for (const Tree &child : tree.children) text += write(child) + " ";
      text += ")";
    }
    return text;
  }
  static size_t depth(const Tree &tree) {
    size_t most = 0;
    for (const auto &child : tree.children) {
      size_t one = depth(child);
      if (one > most) most = one;
    }
    return most + 1;
  }
  bool evaluate(const json &expr, int &out) {
    if (expr.is_number_integer()) {
      out = expr.get<int>();
      return true;
    }
    if (!expr.is_array() || expr.size() != 3 || !expr[0].is_string()) return false;
    int left = 0, right = 0;
    if (!evaluate(expr[1], left) || !evaluate(expr[2], right)) return false;
    const std::string op = expr[0];
    if (op == "+") out = left + right;
    else if (op == "-") out = left - right;
    else return false;
    return true;
  }
  static bool even(int n) { return n == 0 ? true : odd(n - 1); }
  static bool odd(int n) { return n == 0 ? false : even(n - 1); }
};
static RegisterContextFactory register_Recursion(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Recursion));
