# add_translations(<target> <language>...)
#
# Compiles translations/ultracom_<language>.ts into <target> as `:/i18n/ultracom_<language>.qm`. English holds
# plural forms only. A build never changes the sources; the target update_translations takes the texts of the
# code into them.
function(add_translations target)
  set(folder "${PROJECT_SOURCE_DIR}/translations")
  foreach(language IN LISTS ARGN)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/ultracom_${language}.qm")
    add_custom_command(OUTPUT "${output}"
      COMMAND Qt6::lrelease -silent "${folder}/ultracom_${language}.ts" -qm "${output}"
      DEPENDS "${folder}/ultracom_${language}.ts" VERBATIM)
    list(APPEND compiled "${output}")
    if(NOT language STREQUAL "en")
      list(APPEND whole "${folder}/ultracom_${language}.ts")
    endif()
  endforeach()
  qt_add_resources(${target} i18n PREFIX /i18n BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${compiled})

  set(options -silent -locations none -no-obsolete "${PROJECT_SOURCE_DIR}/ui" "${PROJECT_SOURCE_DIR}/app/console"
    -I "${PROJECT_SOURCE_DIR}/ui" -I "${PROJECT_SOURCE_DIR}/app" -I "${PROJECT_SOURCE_DIR}/server")
  add_custom_target(update_translations
    COMMAND Qt6::lupdate ${options} -ts ${whole}
    COMMAND Qt6::lupdate ${options} -pluralonly -ts "${folder}/ultracom_en.ts"
    VERBATIM)
endfunction()
