#pragma once
#include "machine.h"
#include <windows.h>
#include <vss.h>

// What questions are answered with.
void fill(VSS_SNAPSHOT_PROP* properties, const machine::Snapshot& snapshot);
IVssEnumObject* makeEnumerator(const std::vector<machine::Snapshot>& snapshots);
IVssEnumObject* makeProviderEnumerator();
