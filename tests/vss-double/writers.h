#pragma once
#include "machine.h"
#include <windows.h>
#include <string>
#include <vector>

// The writers of this computer: one text file each in C:\vss-double\writers, named for the writer. Its lines: class GUID, instance GUID,
// exclude FOLDER|PATTERN|recursive, from-snapshot FOLDER|PATTERN|recursive. A writer whose folder NAME.live exists is a program that runs: it is told
// to freeze, and answers (README.md).
namespace writers {

struct Files {
    std::wstring folder;
    std::wstring pattern;
    bool recursive;
};

struct Writer {
    std::wstring name;
    GUID classId;
    GUID instanceId;
    std::vector<Files> excluded;
    std::vector<Files> fromSnapshot;
    // How it fares.
    int state;
    HRESULT failure;
};

std::vector<Writer> all();

// Lets every writer that is still well go through a stage, which may fail by script: prepare, freeze, thaw, post, complete.
void pass(std::vector<Writer>& list, const char* stage, int stateAfter);

// Tells the programs among them to hold, and waits until they do; one that does not fails with a timeout.
void freeze(std::vector<Writer>& list);
void thaw(std::vector<Writer>& list);

// All that does not belong into a snapshot that writers take part in: what they name, and the registry's FilesNotToSnapshot.
std::vector<machine::Strip> strips(const std::vector<Writer>& list);

}
