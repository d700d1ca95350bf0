# RE2, cJSON and zlib of this system: as its shared libraries, or RE2 and zlib inside of a program with the property WPLS_PORTABLE
# (packages/CMakeLists.txt).
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET GLOBAL re2)
pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET GLOBAL libcjson)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET GLOBAL zlib)
find_library(RE2_ARCHIVE libre2.a)
find_library(ZLIB_ARCHIVE libz.a)
set(portable "$<BOOL:$<TARGET_PROPERTY:WPLS_PORTABLE>>")

add_library(wpls_re2 INTERFACE)
target_link_libraries(wpls_re2 INTERFACE "$<IF:${portable},${RE2_ARCHIVE},PkgConfig::RE2>")
add_library(wpls_zlib INTERFACE)
target_link_libraries(wpls_zlib INTERFACE "$<IF:${portable},${ZLIB_ARCHIVE},PkgConfig::ZLIB>")
add_library(wpls_cjson INTERFACE)
target_link_libraries(wpls_cjson INTERFACE PkgConfig::CJSON)
