#pragma once
namespace elsewhere {
inline int answer(int n) { return n * 21; }
}  // namespace elsewhere
