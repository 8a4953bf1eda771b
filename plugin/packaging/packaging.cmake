# Packages for one Wireshark version, the one that was built for: a Debian package and a tarball (cpack).
# SPDX-License-Identifier: GPL-2.0-or-later
#
# `cmake --install` installs neither the component "debian" nor "tarball": these are for the packages alone.
set(wireshark_version "${Wireshark_MAJOR_VERSION}.${Wireshark_MINOR_VERSION}")
math(EXPR next_minor_version "${Wireshark_MINOR_VERSION} + 1")
set(next_wireshark_version "${Wireshark_MAJOR_VERSION}.${next_minor_version}")

set(CPACK_PACKAGE_NAME wireshark-exchange-hybrid)
set(CPACK_PACKAGE_VENDOR "Exchange Hybrid developers")
set(CPACK_PACKAGE_CONTACT "Exchange Hybrid developers <exchange-hybrid@example.org>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin for hybrid Exchange deployments")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_SOURCE_GENERATOR "")
set(CPACK_GENERATOR TGZ)
find_program(DPKG_DEB dpkg-deb)
mark_as_advanced(DPKG_DEB)
if(DPKG_DEB)
  list(APPEND CPACK_GENERATOR DEB)
endif()

# The Debian package. The version names Wireshark's: an upgrade of Debian then upgrades the package too.
set(debian_version "${PROJECT_VERSION}-1+wireshark${wireshark_version}")
set(CPACK_DEBIAN_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_DEBIAN_PACKAGE_RELEASE "1+wireshark${wireshark_version}")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "wireshark-common (>= ${wireshark_version}), wireshark-common (<< ${next_wireshark_version})")
# exchange-hybrid-triage is written in Python, and runs tshark.
string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", python3 (>= 3.11)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tshark, python3-jinja2, zstd")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "wireshark")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
string(CONCAT CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "This plugin reads captures of hybrid Exchange deployments and says why\n"
  "free/busy, MailTips, federation or OAuth calls between Exchange Server and\n"
  "Exchange Online fail: which TLS version was offered, which was chosen, how the\n"
  "handshake ended, and which setting to change.\n"
  "\n"
  "It is built for Wireshark ${wireshark_version} and serves Wireshark and tshark. The command\n"
  "exchange-hybrid-triage reports on whole folders of captures of many servers.")

set(documents "${CMAKE_INSTALL_DATAROOTDIR}/doc/${CPACK_PACKAGE_NAME}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/changelog.in ${PROJECT_BINARY_DIR}/packaging/changelog @ONLY)
install(CODE "
  execute_process(COMMAND gzip -9nc changelog WORKING_DIRECTORY \"${PROJECT_BINARY_DIR}/packaging\"
    OUTPUT_FILE changelog.gz COMMAND_ERROR_IS_FATAL ANY)" COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_BINARY_DIR}/packaging/changelog.gz DESTINATION ${documents} RENAME changelog.Debian.gz
  COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION ${documents} COMPONENT debian EXCLUDE_FROM_ALL)

install(PROGRAMS ${PROJECT_SOURCE_DIR}/plugin/triage/exchange-hybrid-triage DESTINATION ${CMAKE_INSTALL_BINDIR}
  COMPONENT debian EXCLUDE_FROM_ALL)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/plugin/triage
  DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/${CPACK_PACKAGE_NAME} COMPONENT debian EXCLUDE_FROM_ALL
  FILES_MATCHING PATTERN "*.py" PATTERN "*.css" PATTERN "*.jinja" PATTERN "*.json" PATTERN __pycache__ EXCLUDE)

# The tarball: what goes into anybody's personal plugin folder.
configure_file(${CMAKE_CURRENT_LIST_DIR}/INSTALL.in ${PROJECT_BINARY_DIR}/packaging/INSTALL @ONLY)
install(TARGETS exchange_hybrid LIBRARY DESTINATION plugins/${wireshark_version}/epan NAMELINK_SKIP
  COMPONENT tarball EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_BINARY_DIR}/packaging/INSTALL DESTINATION .
  COMPONENT tarball EXCLUDE_FROM_ALL)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/plugin/profile/ DESTINATION profiles COMPONENT tarball EXCLUDE_FROM_ALL)

# Which files go into which package, and what it is called: read once for each generator.
configure_file(${CMAKE_CURRENT_LIST_DIR}/generator.cmake.in ${PROJECT_BINARY_DIR}/packaging/generator.cmake @ONLY)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_BINARY_DIR}/packaging/generator.cmake")
include(CPack)
