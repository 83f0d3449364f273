# SPDX-License-Identifier: Apache-2.0
# How folders become targets. Nothing is listed by hand: a file's place and name decide.
#
#   include/akt/<m>/**/*.hpp  src/<m>/*.cpp    library akt_<m>, alias akt::<m>; with the umbrella
#                                              include/akt/<m>.hpp (of actor: akt.hpp)
#   src/<m>/*_test.cpp                         one program <m>_test          (label <m>)
#   src/<m>/*_threads_test.cpp                 one program <m>_threads_test  (label threads)
#   src/<m>/*_alloc_test.cpp                   one program <m>_alloc_test    (label alloc)
#   src/<m>/*_planted_test.cpp                 one program <m>_planted_test  (label planted), with
#                                              actor's sources under AKT_PLANTED_BUGS
#   src/<m>/<x>_model.cpp                      one program each              (test model.<x>)
#   tests/<kind>/*_test.cpp                    one program <kind>_test       (label <kind>)
#   tests/compile_fail/<x>.cpp                 must not compile              (test compile_fail.<x>)
#   examples/<x>/main.cpp + expected.txt       program example_<x>           (test example.<x>)
#   examples/apps/<x>/CMakeLists.txt           a whole application with its own targets
#   tools/<x>/main.cpp                         program akt_<x>
#   fuzz/<x>_fuzz.cpp                          program <x>_fuzz (preset fuzz), and a replay of
#                                              fuzz/corpus/<x> in every preset (test fuzz.<x>)

find_package(Threads REQUIRED)
find_program(AKT_PYTHON NAMES python3)
find_program(AKT_MOLD NAMES mold)
find_program(AKT_CCACHE NAMES ccache)
mark_as_advanced(AKT_PYTHON AKT_MOLD AKT_CCACHE)

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  if(AKT_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${AKT_CCACHE}")
  endif()
  if(AKT_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# --- Flags ---------------------------------------------------------------------------------------

# akt::options: what everybody who uses akt must be compiled with.
add_library(akt_options INTERFACE)
add_library(akt::options ALIAS akt_options)
target_compile_features(akt_options INTERFACE cxx_std_20)
target_include_directories(akt_options INTERFACE "${PROJECT_SOURCE_DIR}/include")
target_link_libraries(akt_options INTERFACE Threads::Threads)
if(AKT_COUNT)
  target_compile_definitions(akt_options INTERFACE AKT_COUNT=1)
endif()
if(AKT_SANITIZE)
  set(sanitize -fsanitize=${AKT_SANITIZE} -fno-sanitize-recover=all)
  target_compile_options(akt_options INTERFACE ${sanitize} -fno-omit-frame-pointer)
  target_link_options(akt_options INTERFACE ${sanitize})
endif()

# akt::warnings: for our own code only. Those that are switched off give false alarms in GCC 12.
add_library(akt_warnings INTERFACE)
add_library(akt::warnings ALIAS akt_warnings)
target_compile_options(akt_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>
  $<$<BOOL:${AKT_WERROR}>:-Werror>)

# Groups, so that CI builds what it runs and nothing else.
add_custom_target(akt_libraries)
add_custom_target(akt_threads_tests)
add_custom_target(akt_models)
add_custom_target(akt_example_programs)

function(akt_batch target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${AKT_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# --- Libraries -----------------------------------------------------------------------------------

# Fills <out> with the module names of layers.txt, and <out>_<module> with what each may use.
function(akt_read_layers out)
  set(file "${PROJECT_SOURCE_DIR}/cmake/layers.txt")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(STRINGS "${file}" lines REGEX "^[a-z]")
  set(modules)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE " *:.*" "" module "${line}")
    string(REGEX REPLACE "^[^:]*: *" "" uses "${line}")
    string(REGEX MATCHALL "[a-z_]+" uses "${uses}")
    list(APPEND modules "${module}")
    set(${out}_${module} "${uses}" PARENT_SCOPE)
  endforeach()
  set(${out} "${modules}" PARENT_SCOPE)
endfunction()

function(akt_modules)
  akt_read_layers(layers)
  foreach(module IN LISTS layers)
    if(EXISTS "${PROJECT_SOURCE_DIR}/include/akt/${module}"
        OR EXISTS "${PROJECT_SOURCE_DIR}/src/${module}")
      akt_module(${module} ${layers_${module}})
    endif()
  endforeach()
  set_property(GLOBAL PROPERTY AKT_MODULES "${layers}")

  add_library(akt INTERFACE)
  add_library(akt::akt ALIAS akt)
  foreach(module core wire actor)
    if(TARGET akt_${module})
      target_link_libraries(akt INTERFACE akt::${module})
    endif()
  endforeach()
endfunction()

# akt_module(<name> <modules it may use>...): a library with its public headers as a file set.
function(akt_module name)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/akt/${name}/*.hpp")
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "_(test|bench|model)\\.cpp$")
  set(umbrella "${PROJECT_SOURCE_DIR}/include/akt/${name}.hpp")
  if(name STREQUAL "actor")
    set(umbrella "${PROJECT_SOURCE_DIR}/include/akt/akt.hpp") # what local actors need
  endif()
  if(EXISTS "${umbrella}")
    list(APPEND headers "${umbrella}")
  endif()

  set(scope PUBLIC)
  if(sources)
    add_library(akt_${name} STATIC ${sources})
    target_link_libraries(akt_${name} PRIVATE akt::warnings)
    akt_batch(akt_${name})
    add_dependencies(akt_libraries akt_${name})
    if(NOT PROJECT_IS_TOP_LEVEL)
      set_target_properties(akt_${name} PROPERTIES EXCLUDE_FROM_ALL ON) # built when it is linked
    endif()
  else()
    set(scope INTERFACE)
    add_library(akt_${name} INTERFACE)
  endif()
  add_library(akt::${name} ALIAS akt_${name})
  target_sources(akt_${name} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${headers})
  # The target all_verify_interface_header_sets compiles each header alone.
  set_target_properties(akt_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(akt_${name} ${scope} akt::options)
  foreach(used IN LISTS ARGN)
    if(TARGET akt_${used})
      target_link_libraries(akt_${name} ${scope} akt::${used})
    endif()
  endforeach()
  if(name STREQUAL "wire" AND sources)
    find_library(AKT_CBOR NAMES cbor REQUIRED)
    target_link_libraries(akt_wire PRIVATE "${AKT_CBOR}")
  endif()
endfunction()

function(akt_programs)
  file(GLOB mains CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tools/*/main.cpp")
  foreach(main IN LISTS mains)
    cmake_path(GET main PARENT_PATH folder)
    cmake_path(GET folder FILENAME name)
    add_executable(akt_${name} "${main}")
    akt_link_all(akt_${name})
  endforeach()
endfunction()

function(akt_link_all target)
  target_link_libraries(${target} PRIVATE akt::warnings akt::options akt::akt)
  foreach(module remote testkit)
    if(TARGET akt_${module})
      target_link_libraries(${target} PRIVATE akt::${module})
    endif()
  endforeach()
endfunction()

# --- Tests ---------------------------------------------------------------------------------------

function(akt_tests)
  find_package(GTest CONFIG REQUIRED)
  include(GoogleTest)
  get_property(modules GLOBAL PROPERTY AKT_MODULES)
  foreach(module IN LISTS modules)
    akt_test_programs(${module} "${PROJECT_SOURCE_DIR}/src/${module}")
    akt_model_programs("${PROJECT_SOURCE_DIR}/src/${module}")
  endforeach()
  foreach(kind scenarios simulation integration stress)
    akt_test_programs(${kind} "${PROJECT_SOURCE_DIR}/tests/${kind}")
  endforeach()
  akt_fuzz_replays()
  akt_compile_fail_tests()
  akt_house_tests()
  akt_gdb_test()
endfunction()

# The printers of tools/gdb on a small program with all of its debug information. Not under the
# thread sanitizer, which gdb cannot step into.
function(akt_gdb_test)
  if(NOT TARGET akt_gdb)
    return()
  endif()
  target_compile_options(akt_gdb PRIVATE
    -g -O0 $<$<CXX_COMPILER_ID:Clang>:-fstandalone-debug>)
  if(NOT AKT_SANITIZE STREQUAL "thread")
    akt_python_test(gdb.printers gdb tools/gdb/check.py $<TARGET_FILE:akt_gdb>)
  endif()
endfunction()

# Up to four programs from the tests of one folder. Tests may use every module and the testkit.
function(akt_test_programs name folder)
  file(GLOB tests CONFIGURE_DEPENDS "${folder}/*_test.cpp")
  foreach(kind threads alloc planted)
    set(special ${tests})
    list(FILTER special INCLUDE REGEX "_${kind}_test\\.cpp$")
    list(FILTER tests EXCLUDE REGEX "_${kind}_test\\.cpp$")
    akt_test_program(${name}_${kind}_test ${kind} ${special})
  endforeach()
  akt_test_program(${name}_test ${name} ${tests})
  if(TARGET ${name}_planted_test) # before the library: what is defined here is not taken from there
    get_target_property(sources akt_actor SOURCES)
    target_sources(${name}_planted_test PRIVATE ${sources})
    target_compile_definitions(${name}_planted_test PRIVATE AKT_PLANTED_BUGS=1)
  endif()
  if(TARGET ${name}_threads_test)
    add_dependencies(akt_threads_tests ${name}_threads_test)
  endif()
endfunction()

function(akt_test_program name label)
  if(NOT ARGN)
    return()
  endif()
  add_executable(${name} ${ARGN})
  akt_link_all(${name})
  target_link_libraries(${name} PRIVATE GTest::gmock_main)
  akt_batch(${name})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${label} TIMEOUT 120)
endfunction()

# A model compiles the product's own headers under AKT_MODEL, so it must not link the libraries, and
# it brings its own scheduler, so it runs without sanitizers.
function(akt_model_programs folder)
  file(GLOB models CONFIGURE_DEPENDS "${folder}/*_model.cpp")
  foreach(model IN LISTS models)
    cmake_path(GET model STEM stem)
    string(REGEX REPLACE "_model$" "" name "${stem}")
    add_executable(${stem} "${model}")
    target_compile_features(${stem} PRIVATE cxx_std_20)
    target_compile_definitions(${stem} PRIVATE AKT_MODEL=1)
    target_compile_options(${stem} PRIVATE -O1)
    target_include_directories(${stem} PRIVATE "${PROJECT_SOURCE_DIR}/include")
    target_link_libraries(${stem} PRIVATE akt::warnings)
    add_dependencies(akt_models ${stem})
    add_test(NAME model.${name} COMMAND ${stem})
    set_tests_properties(model.${name} PROPERTIES LABELS model TIMEOUT 300)
  endforeach()
endfunction()

# akt_python_test(<name> <label> <tool and arguments>...); exit status 77 means skipped.
function(akt_python_test name label)
  add_test(NAME ${name} COMMAND "${AKT_PYTHON}" ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS ${label} SKIP_RETURN_CODE 77 TIMEOUT 120)
endfunction()

function(akt_compile_fail_tests)
  file(GLOB cases CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/compile_fail/*.cpp")
  foreach(case IN LISTS cases)
    cmake_path(GET case STEM name)
    akt_python_test(compile_fail.${name} compile_fail
      tools/compile_fail.py --compiler "${CMAKE_CXX_COMPILER}" "${case}")
  endforeach()
endfunction()

# Checks prove that they can fail.
function(akt_house_tests)
  foreach(tool tidy co_await_lint semantics conformance errors snippets)
    akt_python_test(house.${tool} house tools/${tool}.py --self-test)
  endforeach()
  akt_python_test(house.compile_fail house
    tools/compile_fail.py --compiler "${CMAKE_CXX_COMPILER}" --self-test)
  akt_python_test(house.expect_output house tools/expect_output.py --self-test)
endfunction()

# --- Examples ------------------------------------------------------------------------------------

function(akt_examples)
  file(GLOB mains CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*/main.cpp")
  foreach(main IN LISTS mains)
    akt_example("${main}")
  endforeach()
  file(GLOB apps CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/apps/*/CMakeLists.txt")
  foreach(app IN LISTS apps)
    cmake_path(GET app PARENT_PATH folder)
    add_subdirectory("${folder}")
    get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
    if(targets)
      add_dependencies(akt_example_programs ${targets})
    endif()
  endforeach()
endfunction()

function(akt_example main)
  cmake_path(GET main PARENT_PATH folder)
  cmake_path(GET folder FILENAME name)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${main}")
  file(STRINGS "${main}" testkit REGEX "#include .akt/testkit")

  add_executable(example_${name} "${main}")
  target_link_libraries(example_${name} PRIVATE akt::warnings akt::options akt::akt)
  if(testkit)
    target_link_libraries(example_${name} PRIVATE akt::testkit)
  endif()
  add_dependencies(akt_example_programs example_${name})
  akt_python_test(example.${name} example
    tools/expect_output.py "${folder}/expected.txt" "$<TARGET_FILE:example_${name}>")
endfunction()

# --- Fuzzing -------------------------------------------------------------------------------------

function(akt_fuzz_targets)
  file(GLOB targets CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*_fuzz.cpp")
  foreach(target IN LISTS targets)
    cmake_path(GET target STEM name)
    add_executable(${name} "${target}")
    akt_link_all(${name})
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()

# The inputs that were found once are an ordinary test afterwards, with any compiler.
function(akt_fuzz_replays)
  file(GLOB targets CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*_fuzz.cpp")
  foreach(target IN LISTS targets)
    cmake_path(GET target STEM stem)
    string(REGEX REPLACE "_fuzz$" "" name "${stem}")
    add_executable(${name}_replay "${target}" "${PROJECT_SOURCE_DIR}/tools/fuzz_replay.cpp")
    akt_link_all(${name}_replay)
    add_test(NAME fuzz.${name}
      COMMAND ${name}_replay "${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  endforeach()
endfunction()
