@echo off
rem The nightly batch file of many servers, with one change: snapback stands in front of robocopy's line. Open files are read from a shadow copy, every file is
rem recorded (snapback report), and the exit codes are robocopy's. nightly.json beside this file is the same as a job, which needs no batch file.
rem From an elevated prompt:
rem   schtasks /create /tn "Nightly backup" /tr C:\SnapBack\backup.bat /sc daily /st 02:00 /ru SYSTEM /rl highest

"C:\Program Files\SnapBack\snapback.exe" robocopy D:\Data E:\Backup\Data /E /XO /XD Temp Cache .git /R:3 /W:5 /LOG+:C:\SnapBack\backup-log.txt /NP /NDL

rem 0 to 7: all is well. 8 and over: something failed, and the task must show it.
if %ERRORLEVEL% geq 8 exit /b 1
exit /b 0
