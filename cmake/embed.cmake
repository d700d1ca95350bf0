# Data compiled in: tables of schema/, snippets/ and templates/ turned into C by generate_tables.py. Every folder of our own code waits for them (target
# wpls_generated) and includes them by name.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(generated ${CMAKE_BINARY_DIR}/generated)
set(generated_tables sdk_tables.h rule_layer_tables.h image_tables.h catalogue_tables.h service_tables.h wasm_host_tables.h envoy_templates.h library_tables.h go_library_tables.h
    go_name_tables.h go_registration_tables.h cxx_registration_tables.h cxx_export_tables.h
    rule_tables.h schema_tables.h snippet_tables.h snippet_spots.h template_tables.h unicode_tables.h language_word_tables.h message_tables.h)
list(TRANSFORM generated_tables PREPEND ${generated}/)
file(GLOB table_data CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schema/*.json ${CMAKE_SOURCE_DIR}/schema/functions/*.json
     ${CMAKE_SOURCE_DIR}/schema/languages/*.json ${CMAKE_SOURCE_DIR}/schema/catalogue/*.json ${CMAKE_SOURCE_DIR}/schema/libraries/*.json
     ${CMAKE_SOURCE_DIR}/schema/examples/*.txt
     ${CMAKE_SOURCE_DIR}/schema/json-schema/*.json ${CMAKE_SOURCE_DIR}/schema/json-schema/*/*.json ${CMAKE_SOURCE_DIR}/schema/documents/*.json
     ${CMAKE_SOURCE_DIR}/schema/messages/*.json ${CMAKE_SOURCE_DIR}/snippets/*.json)
# The commands' helps, which are put together in Chinese.
file(GLOB helps CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/server/cli/*.c)
file(GLOB_RECURSE templates CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/templates/*)
add_custom_command(
  OUTPUT ${generated_tables}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/generate_tables.py ${CMAKE_SOURCE_DIR}/schema ${generated}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/generate_tables.py ${CMAKE_SOURCE_DIR}/cmake/unicode_tables.py ${CMAKE_SOURCE_DIR}/cmake/messages.py
          ${table_data} ${helps} ${templates}
  COMMENT "Compiling the data of schema/, snippets/ and templates/"
  VERBATIM)
add_custom_target(wpls_generated DEPENDS ${generated_tables})
