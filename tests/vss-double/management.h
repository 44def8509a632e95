#pragma once
#include <windows.h>
#include <vsmgmt.h>

IVssSnapshotMgmt* makeManagement();
