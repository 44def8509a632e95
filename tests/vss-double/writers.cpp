#include "writers.h"
#include "script.h"
#include "trace.h"
#include <objbase.h>
#include <vss.h>
#include <cstring>
#include <fstream>

namespace writers {

static const DWORD FreezePatience = 30000;

static std::wstring base() {
    return std::wstring(machine::folder()) + L"\\writers\\";
}

static std::wstring wide(const std::string& narrow) {
    int length = MultiByteToWideChar(CP_UTF8, 0, narrow.data(), static_cast<int>(narrow.size()), nullptr, 0);
    std::wstring out(length, L'\0');
    MultiByteToWideChar(CP_UTF8, 0, narrow.data(), static_cast<int>(narrow.size()), out.data(), length);
    return out;
}

static Files parseFiles(const std::string& text) {
    size_t first = text.find('|');
    size_t second = text.find('|', first + 1);
    return {wide(text.substr(0, first)), wide(text.substr(first + 1, second - first - 1)), text.substr(second + 1) == "recursive"};
}

static Writer read(const std::wstring& name) {
    Writer writer{name, {}, {}, {}, {}, VSS_WS_STABLE, S_OK};
    FILE* file = _wfopen((base() + name + L".txt").c_str(), L"rb");
    char buffer[1024];
    while (file != nullptr && fgets(buffer, sizeof buffer, file)) {
        std::string line(buffer, strcspn(buffer, "\r\n"));
        size_t space = line.find(' ');
        std::string word = line.substr(0, space);
        std::string value = space == std::string::npos ? "" : line.substr(space + 1);
        if (word == "class") {
            CLSIDFromString(wide("{" + value + "}").c_str(), &writer.classId);
        } else if (word == "instance") {
            CLSIDFromString(wide("{" + value + "}").c_str(), &writer.instanceId);
        } else if (word == "exclude") {
            writer.excluded.push_back(parseFiles(value));
        } else if (word == "from-snapshot") {
            writer.fromSnapshot.push_back(parseFiles(value));
        }
    }
    if (file != nullptr) {
        fclose(file);
    }
    return writer;
}

std::vector<Writer> all() {
    std::vector<Writer> list;
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW((base() + L"*.txt").c_str(), &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            std::wstring name = found.cFileName;
            list.push_back(read(name.substr(0, name.size() - 4)));
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    return list;
}

static bool isWell(const Writer& writer) {
    return writer.state < VSS_WS_FAILED_AT_IDENTIFY;
}

static void fail(Writer& writer, int state, HRESULT code) {
    writer.state = state;
    writer.failure = code;
    trace::write("writer-failed " + trace::text(writer.name) + " " + std::to_string(state) + " " + trace::hex(code));
}

void pass(std::vector<Writer>& list, const char* stage, int stateAfter) {
    for (Writer& writer : list) {
        if (!isWell(writer)) {
            continue;
        }
        if (auto failure = script::writerFailure(trace::text(writer.name), stage)) {
            fail(writer, failure->state, failure->code);
        } else {
            writer.state = stateAfter;
        }
    }
}

static bool exists(const std::wstring& path) {
    return GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES;
}

void freeze(std::vector<Writer>& list) {
    for (Writer& writer : list) {
        std::wstring live = base() + writer.name + L".live";
        if (!isWell(writer) || !exists(live)) {
            continue;
        }
        CloseHandle(CreateFileW((live + L"\\freeze").c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr));
        ULONGLONG limit = GetTickCount64() + FreezePatience;
        while (!exists(live + L"\\frozen") && GetTickCount64() < limit) {
            Sleep(5);
        }
        if (!exists(live + L"\\frozen")) {
            fail(writer, VSS_WS_FAILED_AT_FREEZE, VSS_E_WRITERERROR_TIMEOUT);
        }
    }
}

void thaw(std::vector<Writer>& list) {
    for (Writer& writer : list) {
        DeleteFileW((base() + writer.name + L".live\\freeze").c_str());
    }
}

// A rule's folder as one of a drive: variables put in, the system drive where none is named. Nothing for what can't be resolved.
static void add(std::vector<machine::Strip>& list, const Files& files) {
    std::wstring text = files.folder;
    const std::wstring profile = L"$UserProfile$";
    if (text.compare(0, profile.size(), profile) == 0) {
        text = L"%USERPROFILE%" + text.substr(profile.size());
    }
    wchar_t expanded[1024];
    ExpandEnvironmentStringsW(text.c_str(), expanded, 1024);
    text = expanded;
    if (text.size() < 2 || text[1] != L':') {
        text = L"C:" + text;
    }
    std::string folder = trace::text(text.substr(2));
    for (char& letter : folder) {
        if (letter == '\\') {
            letter = '/';
        }
    }
    wchar_t drive[] = {static_cast<wchar_t>(towupper(text[0])), L':', L'\\', 0};
    list.push_back({drive, folder, trace::text(files.pattern), files.recursive});
}

static void addFromRegistry(std::vector<machine::Strip>& list) {
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Control\\BackupRestore\\FilesNotToSnapshot", 0, KEY_READ, &key) != ERROR_SUCCESS) {
        return;
    }
    for (DWORD i = 0;; i++) {
        wchar_t name[256];
        wchar_t value[4096] = {};
        DWORD nameLength = 256;
        DWORD size = sizeof value - 2 * sizeof(wchar_t);
        DWORD type;
        if (RegEnumValueW(key, i, name, &nameLength, nullptr, &type, reinterpret_cast<BYTE*>(value), &size) != ERROR_SUCCESS) {
            break;
        }
        for (wchar_t* one = value; type == REG_MULTI_SZ && *one != 0; one += wcslen(one) + 1) {
            std::wstring path = one;
            size_t slash = path.rfind(L" /s");
            bool recursive = slash != std::wstring::npos && slash == path.size() - 3;
            if (recursive) {
                path.resize(slash);
            }
            size_t last = path.rfind(L'\\');
            if (last != std::wstring::npos) {
                add(list, {path.substr(0, last), path.substr(last + 1), recursive});
            }
        }
    }
    RegCloseKey(key);
}

std::vector<machine::Strip> strips(const std::vector<Writer>& list) {
    std::vector<machine::Strip> all;
    for (const Writer& writer : list) {
        for (const Files& files : writer.fromSnapshot) {
            add(all, files);
        }
    }
    addFromRegistry(all);
    return all;
}

}
