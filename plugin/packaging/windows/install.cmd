@echo off
rem install.cmd: copies the plugin and its profile to where Wireshark looks for them. See INSTALL.txt.
rem
rem   install.cmd            for the user who runs it; again, to update
rem   install.cmd /all       for all users: needs an administrator's rights
rem   install.cmd /remove    takes away the user's plugin; with /all, everybody's
setlocal
set "versions=4.0 4.4 4.6"
set "all="
set "remove="
:options
if "%~1"=="" goto find_wireshark
if /i "%~1"=="/all" goto option_all
if /i "%~1"=="/remove" goto option_remove
echo install.cmd: unknown option %1; there are /all and /remove.
exit /b 2
:option_all
set "all=yes"
shift
goto options
:option_remove
set "remove=yes"
shift
goto options

:find_wireshark
set "program=%ProgramFiles%\Wireshark"
set "installed=HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\Wireshark.exe"
if not exist "%program%\tshark.exe" for /f "tokens=2*" %%a in ('reg query "%installed%" /v Path 2^>nul ^| find "REG_SZ"') do set "program=%%b"
set "target=%APPDATA%\Wireshark"
if defined all set "target=%program%"
if defined remove goto remove
if exist "%program%\tshark.exe" goto install
echo Wireshark was not found: there is no "%program%\tshark.exe".
echo Install Wireshark first, or copy the two folders by hand, as INSTALL.txt says.
set "status=1"
goto end

:install
set "status=0"
for %%v in (%versions%) do if exist "%~dp0plugins\%%v" call :install_module %%v
call :install_profile
if "%status%"=="0" echo Done. Start Wireshark again: Help, About Wireshark, Plugins lists exchange_hybrid.dll.
goto end

:install_module
set "folder=%target%\plugins\%1\epan"
if not exist "%folder%" mkdir "%folder%" 2>nul
copy /y "%~dp0plugins\%1\epan\exchange_hybrid.dll" "%folder%\exchange_hybrid.dll" >nul 2>nul
if errorlevel 1 goto cannot_write
echo Installed for Wireshark %1: "%folder%\exchange_hybrid.dll"
goto :eof

:install_profile
set "folder=%target%\profiles\Exchange Hybrid"
if exist "%folder%\preferences" goto keep_profile
if not exist "%folder%" mkdir "%folder%" 2>nul
copy /y "%~dp0profiles\Exchange Hybrid\*" "%folder%\" >nul 2>nul
if errorlevel 1 goto cannot_write
echo Installed the profile: "%folder%"
goto :eof
:keep_profile
echo The profile is there already, and stays as it is: "%folder%"
goto :eof

:remove
set "status=0"
for %%v in (%versions%) do call :remove_module %%v
if "%status%"=="0" echo Removed from "%target%". The profile stays: Edit, Configuration Profiles deletes it.
goto end

:remove_module
set "folder=%target%\plugins\%1\epan"
if exist "%folder%\exchange_hybrid.dll" del "%folder%\exchange_hybrid.dll" 2>nul
if exist "%folder%\exchange_hybrid.dll" goto cannot_write
goto :eof

:cannot_write
set "status=1"
echo Nothing could be changed in "%folder%".
if defined all echo Close Wireshark, and run this as an administrator.
if not defined all echo Close Wireshark, and run this again.
goto :eof

rem In a window that a double click opened, what was said has to stay.
:end
setlocal enabledelayedexpansion
if not defined all if not defined remove if not "!cmdcmdline!"=="" if not "!cmdcmdline:%~f0=!"=="!cmdcmdline!" pause
exit /b %status%
