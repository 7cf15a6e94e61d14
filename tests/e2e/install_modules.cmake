# Installs what package-lock.json names, once: nothing to do while the lock file is older than what it brought.
set(installed "${SOURCE}/node_modules/.package-lock.json")
if(EXISTS "${installed}" AND NOT "${SOURCE}/package-lock.json" IS_NEWER_THAN "${installed}")
  return()
endif()
execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY "${SOURCE}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm ci failed in ${SOURCE}")
endif()
