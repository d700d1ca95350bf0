// Functions of one name, told apart by number and kind of their arguments; operators of one's own.
#include <string>
#include <vector>

#include "../fixture.h"

class Money {
 public:
  explicit Money(int cents) : cents_(cents) {}
  Money operator+(const Money &other) const { return Money(cents_ + other.cents_); }
  bool operator<(const Money &other) const { return cents_ < other.cents_; }
  bool operator==(const Money &other) const { return cents_ == other.cents_; }
  int operator[](size_t i) const { return i == 0 ? cents_ / 100 : cents_ % 100; }
  int cents() const { return cents_; }

 private:
  int cents_;
};

class Overloads : public Fixture {
 public:
  using Fixture::Fixture;

  bool parse(const json &config) override {
    if (config.contains("text") && !check(config["text"])) return false;
    if (config.contains("list") && config["list"].is_array())
      if (!check(config["list"], 2)) return false;
    Money a(150), b(config.value("cents", 50));
    Money sum = a + b;
    sum = sum + Money(7);
    if (sum < Money(100)) {
      LOG_WARN("too cheap: " + show(sum.cents()));
      return false;
    }
    if (b == Money(0)) {
      LOG_WARN("free");
      return false;
    }
    return shown(config, show(5) + show(true) + show("literal") + show(std::string("s")) + show(2.5) + show('c') + show(7u) +
                             show(std::vector<int>{1, 2}) + show(sum) + std::to_string(sum[0]) +
                             std::to_string(sum[1]) + std::to_string(a == Money(150)) + plus(1) + plus(1, 2) + plus("a", "b"));
  }

 private:
  bool check(const json &value) {
    if (!value.is_string()) LOG_WARN("not a text");
    return value.is_string();
  }
  bool check(const json &list, size_t most) {
    if (list.size() > most) LOG_WARN("more than " + std::to_string(most));
    return list.size() <= most;
  }
  static std::string show(int n) { return "int" + std::to_string(n); }
  static std::string show(unsigned n) { return "unsigned" + std::to_string(n); }
  static std::string show(bool b) { return b ? "yes" : "no"; }
  static std::string show(char c) { return std::string("char") + c; }
  static std::string show(double d) { return "double" + std::to_string(d); }
  static std::string show(const std::string &s) { return "text" + s; }
  static std::string show(const char *s) { return std::string("literal") + s; }
  static std::string show(const std::vector<int> &list) { return "list" + std::to_string(list.size()); }
  static std::string show(const Money &m) { return "money" + std::to_string(m.cents()); }
  static std::string plus(int a, int b = 10) { return std::to_string(a + b); }
  static std::string plus(const std::string &a, const std::string &b) { return a + b; }
};
static RegisterContextFactory register_Overloads(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Overloads));
