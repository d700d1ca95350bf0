// How objects come to be: defaults of members, lists, other constructors, bases with arguments, in braces.
#include <string>
#include <utility>
#include <vector>

#include "../fixture.h"

struct Point {
  int x, y = 2;
};

struct Limits {
  Limits() = default;
  Limits(int least, int most = 100) : least(least), most(most) {}
  explicit Limits(const std::string &name) : Limits(5) { this->name = name; }
  int least = 1;
  int most{10};
  std::string name{"plain"};
};

class Base {
 public:
  explicit Base(int n) : n_(n) { log_ += "B" + std::to_string(n); }
  const std::string &log() const { return log_; }

 protected:
  int n_;
  std::string log_;
};

class Derived : public Base {
 public:
  Derived(int n, std::string tag) : Base(n * 2), tag_(std::move(tag)), twice_{n_ * 2} { log_ += "D" + tag_ + std::to_string(twice_); }

 private:
  std::string tag_;
  int twice_;
};

struct Nested {
  struct Deep {
    std::vector<int> list = {1, 2};
    Point point{3};
  };
  Deep deep;
  static constexpr int kMost = 3;
  static std::string title() { return "nested"; }
};

class Constructors : public Fixture {
 public:
  explicit Constructors(uint32_t id, std::string_view root_id) : Fixture(id, root_id), limits_(2), started_(true) {}

  bool parse(const json &config) override {
    Point a{1}, b = {4, 5}, c{};
    Limits plain, given(3), both{7, 8}, named(std::string("n"));
    Derived derived(4, "t");
    Nested nested;
    nested.deep.list.push_back(c.x);
    std::vector<Point> points = {{1, 2}, {3}, a};
    std::vector<Limits> all;
    all.emplace_back(1, 2);
    all.push_back({5, 6});
    all.emplace_back();
    Limits made = makeLimits(config);
    int size = config.value("size", 0);
    if (size < limits_.least || size > limits_.most) {
      LOG_WARN("size " + std::to_string(size) + " is not in " + std::to_string(limits_.least) + ".." + std::to_string(limits_.most));
      return false;
    }
    auto inline_made = Point{size, size + 1};
    std::string text = std::to_string(a.x) + std::to_string(a.y) + std::to_string(b.y) + std::to_string(c.x) + std::to_string(c.y);
    for (const Limits &l : all) text += " " + std::to_string(l.least) + "-" + std::to_string(l.most) + l.name;
    return shown(config, text + std::to_string(given.most) + std::to_string(both.least) + named.name + std::to_string(named.least) +
                             derived.log() + std::to_string(nested.deep.list.size()) + std::to_string(nested.deep.point.y) +
                             std::to_string(Nested::kMost) + Nested::title() + std::to_string(points[1].y) +
                             std::to_string(points.size()) + std::to_string(made.most) + std::to_string(plain.most) +
                             std::to_string(inline_made.y) + std::to_string(started_));
  }

 private:
  static Limits makeLimits(const json &config) {
    if (config.contains("wide")) return {0, 1000};
    return Limits();
  }
  Limits limits_;
  bool started_;
};
static RegisterContextFactory register_Constructors(CONTEXT_FACTORY(Stream), ROOT_FACTORY(Constructors));
