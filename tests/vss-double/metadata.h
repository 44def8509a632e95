#pragma once
#include "writers.h"
#include <windows.h>
#include <vsbackup.h>

IVssExamineWriterMetadata* makeMetadata(const writers::Writer& writer);
