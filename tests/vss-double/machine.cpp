#include "machine.h"
#include "trace.h"
#include <objbase.h>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>

namespace machine {

static const wchar_t* const State = L"C:\\vss-double";
static const DWORD Patience = 60000;

const wchar_t* folder() {
    return State;
}

GUID newId() {
    GUID id;
    CoCreateGuid(&id);
    return id;
}

static std::wstring wide(const std::string& narrow) {
    int length = MultiByteToWideChar(CP_UTF8, 0, narrow.data(), static_cast<int>(narrow.size()), nullptr, 0);
    std::wstring out(length, L'\0');
    MultiByteToWideChar(CP_UTF8, 0, narrow.data(), static_cast<int>(narrow.size()), out.data(), length);
    return out;
}

static std::string read(const std::wstring& path) {
    HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        return "";
    }
    std::string all;
    char buffer[4096];
    DWORD count;
    while (ReadFile(file, buffer, sizeof buffer, &count, nullptr) && count > 0) {
        all.append(buffer, count);
    }
    CloseHandle(file);
    return all;
}

// Complete or not at all, for those who read meanwhile.
static void write(const std::wstring& path, const std::string& text) {
    std::wstring half = path + L".half";
    HANDLE file = CreateFileW(half.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
    DWORD written;
    WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
    CloseHandle(file);
    MoveFileExW(half.c_str(), path.c_str(), MOVEFILE_REPLACE_EXISTING);
}

std::string unixPath(const std::wstring& path) {
    using Convert = char*(CDECL*)(LPCWSTR);
    static Convert convert = reinterpret_cast<Convert>(
        reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name")));
    char* converted = convert ? convert(path.c_str()) : nullptr;
    std::string text = converted ? converted : "";
    HeapFree(GetProcessHeap(), 0, converted);
    return text;
}

// A file that this process holds open and has read from: by it service.py finds the native process behind the number that Windows programs see.
static std::string ownerFile() {
    static std::wstring path = [] {
        std::wstring own = std::wstring(State) + L"\\owners\\" + std::to_wstring(GetCurrentProcessId());
        write(own, "x");
        HANDLE held = CreateFileW(own.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
        char byte;
        DWORD count;
        ReadFile(held, &byte, 1, &count, nullptr);
        return own;
    }();
    return unixPath(path);
}

// Runs service.py with a request, one word and its tab-separated values per line. The handle of a native program is signalled at once, so the end
// is known by a file. What it printed, its first line "ok" or why not.
static std::string serve(const std::string& request) {
    static std::atomic<int> number{0};
    std::wstring base = std::wstring(State) + L"\\requests\\" + std::to_wstring(GetCurrentProcessId()) + L"-" + std::to_wstring(++number);
    write(base, request);
    std::string command = "sh -c \"exec python3 '" + unixPath(std::wstring(State) + L"\\service.py") + "' '" + unixPath(base) + "' >/dev/null 2>&1\"";
    std::wstring line = wide(command);
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process = {};
    if (!CreateProcessW(L"\\\\?\\unix\\bin\\sh", line.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process)) {
        return "service.py could not be started";
    }
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    ULONGLONG limit = GetTickCount64() + Patience;
    while (GetFileAttributesW((base + L".answer").c_str()) == INVALID_FILE_ATTRIBUTES) {
        if (GetTickCount64() > limit) {
            return "service.py gave no answer";
        }
        Sleep(5);
    }
    std::string answer = read(base + L".answer");
    DeleteFileW(base.c_str());
    DeleteFileW((base + L".answer").c_str());
    return answer;
}

std::optional<Volume> volume(const std::wstring& name) {
    if (name.empty() || name.back() != L'\\') {
        return std::nullopt;
    }
    for (wchar_t letter = L'A'; letter <= L'Z'; letter++) {
        wchar_t drive[] = {letter, L':', L'\\', 0};
        wchar_t guidPath[64];
        if (GetVolumeNameForVolumeMountPointW(drive, guidPath, 64)
            && (lstrcmpiW(name.c_str(), guidPath) == 0 || lstrcmpiW(name.c_str(), drive) == 0)) {
            return Volume{guidPath, drive, unixPath(drive)};
        }
    }
    return std::nullopt;
}

bool isSupported(const Volume& volume, std::string& why) {
    why = serve("probe\t" + volume.root + "\n");
    return why == "ok\n";
}

bool Slot::enter() {
    HANDLE made = CreateEventW(nullptr, TRUE, FALSE, L"Global\\SnapBack.VssDouble.SetInProgress");
    if (made != nullptr && GetLastError() == ERROR_ALREADY_EXISTS) {
        CloseHandle(made);
        return false;
    }
    held_ = made;
    return made != nullptr;
}

void Slot::leave() {
    if (held_ != nullptr) {
        CloseHandle(held_);
        held_ = nullptr;
    }
}

static std::wstring recordFile(const GUID& id) {
    return std::wstring(State) + L"\\snapshots\\" + wide(trace::text(id));
}

static GUID parseId(const std::string& text) {
    GUID id = {};
    CLSIDFromString(wide("{" + text + "}").c_str(), &id);
    return id;
}

static int nextNumber() {
    HANDLE gate = CreateMutexW(nullptr, FALSE, L"Global\\SnapBack.VssDouble.Numbers");
    WaitForSingleObject(gate, INFINITE);
    std::wstring path = std::wstring(State) + L"\\next";
    int number = atoi(read(path).c_str()) + 1;
    write(path, std::to_string(number));
    ReleaseMutex(gate);
    CloseHandle(gate);
    return number;
}

static LONGLONG now() {
    FILETIME time;
    GetSystemTimeAsFileTime(&time);
    return (static_cast<LONGLONG>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
}

// As service.py reads it, too: it must find and remove the snapshots of a process that died.
static void writeRecord(const Snapshot& snapshot) {
    std::ostringstream out;
    out << "id\t" << trace::text(snapshot.id) << "\nset\t" << trace::text(snapshot.set) << "\nvolume\t" << trace::text(snapshot.volume)
        << "\ndevice\t" << trace::text(snapshot.device) << "\nroot\t" << snapshot.root << "\nmachine\t" << trace::text(snapshot.machine)
        << "\ncount\t" << snapshot.count << "\nattributes\t" << snapshot.attributes << "\ncreated\t" << snapshot.created
        << "\nowner\t" << snapshot.owner << "\n";
    write(recordFile(snapshot.id), out.str());
}

static std::optional<Snapshot> readRecord(const std::wstring& path) {
    std::map<std::string, std::string> fields;
    std::istringstream in(read(path));
    for (std::string line; std::getline(in, line);) {
        size_t tab = line.find('\t');
        if (tab != std::string::npos) {
            fields[line.substr(0, tab)] = line.substr(tab + 1);
        }
    }
    if (fields.count("owner") == 0) {
        return std::nullopt;
    }
    return Snapshot{parseId(fields["id"]), parseId(fields["set"]), wide(fields["volume"]), wide(fields["device"]), fields["root"],
        wide(fields["machine"]), atol(fields["count"].c_str()), atol(fields["attributes"].c_str()), atoll(fields["created"].c_str()),
        strtoul(fields["owner"].c_str(), nullptr, 10)};
}

std::string make(std::vector<Snapshot>& snapshots, const std::vector<Volume>& volumes, const std::vector<Strip>& strips, DWORD lostAfter) {
    wchar_t computer[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD length = MAX_COMPUTERNAME_LENGTH + 1;
    GetComputerNameW(computer, &length);
    std::ostringstream request;
    request << "create\t" << ownerFile() << "\t" << lostAfter << "\n";
    for (size_t i = 0; i < snapshots.size(); i++) {
        Snapshot& one = snapshots[i];
        one.device = L"\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy" + std::to_wstring(nextNumber());
        one.root = volumes[i].root;
        one.machine = std::wstring(computer, length);
        one.owner = GetCurrentProcessId();
        one.count = static_cast<LONG>(snapshots.size());
        request << "volume\t" << volumes[i].root << "\t" << trace::text(one.id) << "\t" << trace::text(one.device) << "\n";
        for (const Strip& strip : strips) {
            if (strip.drive == volumes[i].drive) {
                request << "strip\t" << trace::text(one.id) << "\t" << strip.folder << "\t" << strip.pattern << "\t" << strip.recursive << "\n";
            }
        }
    }
    LONGLONG moment = now();
    for (Snapshot& one : snapshots) {
        one.created = moment;
        writeRecord(one);
    }
    std::string answer = serve(request.str());
    if (answer == "ok\n") {
        for (const Snapshot& one : snapshots) {
            trace::write("snapshot-made " + trace::text(one.id) + " " + trace::text(one.device));
        }
        return "";
    }
    for (const Snapshot& one : snapshots) {
        DeleteFileW(recordFile(one.id).c_str());
    }
    return answer;
}

std::vector<Snapshot> living() {
    std::vector<Snapshot> all;
    WIN32_FIND_DATAW found;
    std::wstring base = std::wstring(State) + L"\\snapshots\\";
    HANDLE search = FindFirstFileW((base + L"*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) {
        return all;
    }
    do {
        if (!(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) && wcschr(found.cFileName, L'.') == nullptr) {
            if (auto one = readRecord(base + found.cFileName)) {
                all.push_back(*one);
            }
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return all;
}

bool remove(const Snapshot& snapshot, const char* why) {
    if (!DeleteFileW(recordFile(snapshot.id).c_str())) {
        return false;
    }
    std::string answer = serve("delete\t" + snapshot.root + "\t" + trace::text(snapshot.id) + "\t" + trace::text(snapshot.device) + "\n");
    trace::write("snapshot-deleted " + trace::text(snapshot.id) + " " + why);
    if (answer != "ok\n") {
        trace::write("fault a snapshot could not be deleted: " + answer.substr(0, answer.find('\n')));
    }
    return true;
}

}
