#pragma once
#include <windows.h>
#include <optional>
#include <string>

// What is to go wrong, from the variable SNAPBACK_VSS_SCRIPT: words with commas between, the list is in README.md. Each word holds for the whole
// process, or for as many times as *N says.
namespace script {

// The answer of the call itself, or nothing when it is to go on.
std::optional<HRESULT> refusal(const char* step);

// The result of the operation that the call started.
std::optional<HRESULT> failure(const char* step);

DWORD delay(const char* step);

// The operation never ends by itself: it waits to be cancelled, or does not even hear that.
bool hangs(const char* step);
bool isDeaf(const char* step);

// Milliseconds after which the snapshots are lost; 0 for never.
DWORD lostAfter();

struct WriterFailure {
    int state;
    HRESULT code;
};

// How a writer fails at a stage: prepare, freeze, thaw, post, complete.
std::optional<WriterFailure> writerFailure(const std::string& writer, const char* stage);

}
