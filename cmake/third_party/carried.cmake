# RE2, cJSON and zlib from sources (sources.txt; scripts/third-party fetches them), for programs that carry all they need.
set(SOURCES ${CMAKE_SOURCE_DIR}/build/tools/sources)
if(NOT EXISTS ${SOURCES}/re2/LICENSE)
  message(FATAL_ERROR "library sources missing: run scripts/setup carried first")
endif()

# add_carried(NAME INCLUDES SOURCE...): `INCLUDES` is the folder of the headers.
function(add_carried name includes)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} SYSTEM PUBLIC ${includes})
  target_compile_options(${name} PRIVATE ${OPTIONS})
endfunction()

set(RE2 ${SOURCES}/re2/vendor)
file(GLOB re2_sources ${RE2}/re2/*.cc)
add_carried(wpls_re2 ${RE2} ${re2_sources} ${RE2}/util/rune.cc ${RE2}/util/strutil.cc)
target_link_libraries(wpls_re2 PUBLIC Threads::Threads)

add_carried(wpls_cjson ${SOURCES} ${SOURCES}/cjson/cJSON.c)

# Only what packs; nothing is unpacked.
set(ZLIB ${SOURCES}/zlib)
add_carried(wpls_zlib ${ZLIB} ${ZLIB}/deflate.c ${ZLIB}/trees.c ${ZLIB}/zutil.c ${ZLIB}/adler32.c ${ZLIB}/crc32.c)
