#pragma once
#include <windows.h>
#include <vsbackup.h>

IVssBackupComponents* makeComponents();
