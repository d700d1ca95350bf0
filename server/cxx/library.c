/* Headers of libraries whose classes are read as C++, in place of models: what a plugin needs of them is short. */
#include "cxx/internal.h"

typedef struct library_header {
    const char *name, *before; /* `before`: what it includes of these, or NULL */
    const char *text;
} library_header;

#define STATUS_ERROR(NAME) "Status " #NAME "Error(std::string_view m) { return Status(StatusCode::k" #NAME ", m); }\n"
#define STATUS_TEST(NAME) "bool Is" #NAME "(const Status& s) { return s.code() == StatusCode::k" #NAME "; }\n"

static const library_header headers[] = {
    {"absl/status/status.h", NULL,
     "namespace absl {\n"
     "enum class StatusCode : int { kOk = 0, kCancelled, kUnknown, kInvalidArgument, kDeadlineExceeded, kNotFound, kAlreadyExists,\n"
     "  kPermissionDenied, kResourceExhausted, kFailedPrecondition, kAborted, kOutOfRange, kUnimplemented, kInternal, kUnavailable,\n"
     "  kDataLoss, kUnauthenticated };\n"
     "class Status {\n public:\n"
     "  Status() {}\n"
     "  Status(StatusCode code, std::string_view message) : code_(code), message_(message) {}\n"
     "  bool ok() const { return code_ == StatusCode::kOk; }\n"
     "  StatusCode code() const { return code_; }\n"
     "  int raw_code() const { return static_cast<int>(code_); }\n"
     "  std::string_view message() const { return message_; }\n"
     "  bool operator==(const Status& other) const { return code_ == other.code_ && message_ == other.message_; }\n"
     "  bool operator!=(const Status& other) const { return !(*this == other); }\n"
     "  void Update(const Status& other) { if (ok()) *this = other; }\n"
     "  void IgnoreError() const {}\n"
     " private:\n"
     "  StatusCode code_ = StatusCode::kOk;\n"
     "  std::string message_;\n"
     "};\n"
     "Status OkStatus() { return Status(); }\n"
     STATUS_ERROR(Cancelled) STATUS_ERROR(Unknown) STATUS_ERROR(InvalidArgument) STATUS_ERROR(DeadlineExceeded)
     STATUS_ERROR(NotFound) STATUS_ERROR(AlreadyExists) STATUS_ERROR(PermissionDenied) STATUS_ERROR(ResourceExhausted)
     STATUS_ERROR(FailedPrecondition) STATUS_ERROR(Aborted) STATUS_ERROR(OutOfRange) STATUS_ERROR(Unimplemented)
     STATUS_ERROR(Internal) STATUS_ERROR(Unavailable) STATUS_ERROR(DataLoss) STATUS_ERROR(Unauthenticated)
     STATUS_TEST(InvalidArgument) STATUS_TEST(NotFound) STATUS_TEST(Internal)
     "}\n"},
    {"absl/status/statusor.h", "absl/status/status.h",
     "namespace absl {\n"
     "template <typename T> class StatusOr {\n public:\n"
     "  StatusOr(const T& value) : value_(value) {}\n"
     "  StatusOr(const Status& status) : status_(status) {}\n"
     "  bool ok() const { return status_.ok(); }\n"
     "  const Status& status() const { return status_; }\n"
     "  T& value() { if (!ok()) abort(); return *value_; }\n"
     "  T& operator*() { return *value_; }\n"
     "  T* operator->() { return &*value_; }\n"
     "  T value_or(const T& other) const { return ok() ? *value_ : other; }\n"
     " private:\n"
     "  Status status_;\n"
     "  std::optional<T> value_;\n"
     "};\n"
     "}\n"},
};

bool cxx_read_library(cxx_state *s, str header)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const library_header *h = &headers[i];
        if (!str_is(header, h->name)) continue;
        if (map_find(&s->seen, header)) return true;
        map_put(s->a, &s->seen, str_of(h->name), s);
        s->reads_library = true;
        if (h->before) cxx_read_library(s, str_of(h->before));
        cxx_declare_text(s, str_of(h->text));
        return true;
    }
    return false;
}

const cxx_name *cxx_library_name(const cxx_state *s, str name)
{
    return s->reads_library ? map_get(&s->names, arena_printf(s->a, "absl::%.*s", STR_ARG(name))) : NULL;
}
