#include "trace.h"
#include "machine.h"
#include "memory.h"
#include <cstdio>
#include <mutex>

namespace trace {

static std::mutex gate;
static HANDLE file = INVALID_HANDLE_VALUE;

static void put(const std::string& line) {
    if (file == INVALID_HANDLE_VALUE) {
        FILETIME now;
        GetSystemTimeAsFileTime(&now);
        wchar_t path[MAX_PATH];
        swprintf(path, MAX_PATH, L"%ls\\trace\\%lu-%08lx%08lx.log", machine::folder(), GetCurrentProcessId(), now.dwHighDateTime, now.dwLowDateTime);
        file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, CREATE_ALWAYS, 0, nullptr);
    }
    char head[64];
    snprintf(head, sizeof head, "%llu %lu ", static_cast<unsigned long long>(GetTickCount64()), GetCurrentThreadId());
    std::string whole = head + line + "\n";
    DWORD written;
    WriteFile(file, whole.data(), static_cast<DWORD>(whole.size()), &written, nullptr);
}

void write(const std::string& line) {
    std::lock_guard<std::mutex> hold(gate);
    put(line);
}

void end() {
    if (file != INVALID_HANDLE_VALUE) {
        put("end " + std::to_string(memory::living()));
    }
}

std::string text(const std::wstring& wide) {
    int length = WideCharToMultiByte(CP_UTF8, 0, wide.data(), static_cast<int>(wide.size()), nullptr, 0, nullptr, nullptr);
    std::string narrow(length, '\0');
    WideCharToMultiByte(CP_UTF8, 0, wide.data(), static_cast<int>(wide.size()), narrow.data(), length, nullptr, nullptr);
    return narrow;
}

std::string text(const GUID& id) {
    char out[40];
    snprintf(out, sizeof out, "%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", id.Data1, id.Data2, id.Data3, id.Data4[0], id.Data4[1],
        id.Data4[2], id.Data4[3], id.Data4[4], id.Data4[5], id.Data4[6], id.Data4[7]);
    return out;
}

std::string hex(HRESULT result) {
    char out[12];
    snprintf(out, sizeof out, "0x%08lX", static_cast<unsigned long>(result));
    return out;
}

Call::Call(std::string what) : what_(std::move(what)) {}

HRESULT Call::result(HRESULT answer) {
    write("call " + what_ + " -> " + hex(answer));
    return answer;
}

}
