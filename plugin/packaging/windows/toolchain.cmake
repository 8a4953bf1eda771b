# Builds for 64-bit Windows by Debian's MinGW with Microsoft's Universal C Runtime; Wine runs the programs.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# WINDOWS_SDK: the folder that sdk.py made for one version of Wireshark.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32ucrt-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR sh "${CMAKE_CURRENT_LIST_DIR}/wine.sh")

set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WINDOWS_SDK)
set(Wireshark_DIR "${WINDOWS_SDK}/cmake")
set(ENV{PKG_CONFIG_LIBDIR} "${WINDOWS_SDK}/pkgconfig")
set(CMAKE_FIND_ROOT_PATH "${WINDOWS_SDK}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# Of GLib no more than 2.68 has: official builds of Wireshark ship one that may be older than this machine's. Paths of
# this machine stay out of the module, which is the same wherever it is built.
string(JOIN " " CMAKE_C_FLAGS_INIT -D_UCRT -mms-bitfields
  -DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_68 -DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_68
  "\"-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.\"")
# Exports: what is marked so, nothing else. No time of the build, no debugging information, of which the checksum would
# tell the folder. Addresses are chosen anew each time it is loaded.
string(JOIN "," CMAKE_MODULE_LINKER_FLAGS_INIT "-static-libgcc -Wl"
  --disable-auto-import --exclude-all-symbols --no-insert-timestamp --strip-all --dynamicbase --nxcompat --high-entropy-va)
