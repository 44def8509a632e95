#pragma once
#include <windows.h>
#include <optional>
#include <string>
#include <vector>

// What the processes of one computer share: the folder C:\vss-double, the one place for a set that is being made, the snapshots that live, the
// volumes. Snapshots are made by service.py, which runs outside of Wine.
namespace machine {

struct Volume {
    std::wstring name;   // \\?\Volume{...}\ with its backslash
    std::wstring drive;  // D:\ with its backslash
    std::string root;    // the native folder behind it
};

struct Snapshot {
    GUID id;
    GUID set;
    std::wstring volume;
    std::wstring device;
    std::string root;
    std::wstring machine;
    LONG count;
    LONG attributes;
    LONGLONG created;
    DWORD owner;
};

// A file group that is taken out of snapshots: a folder below a volume's root, with a name pattern.
struct Strip {
    std::wstring drive;
    std::string folder;
    std::string pattern;
    bool recursive;
};

const wchar_t* folder();

GUID newId();

// The volume of a name that ends in a backslash: GUID path or drive. Nothing for all others, as the service has it.
std::optional<Volume> volume(const std::wstring& name);

// Whether a snapshot of it can be made: the native folder must be the top of a btrfs subvolume. Else why not.
bool isSupported(const Volume& volume, std::string& why);

// The place for the one set of this computer that is being made. It is free again when the process ends, however it ends.
class Slot {
public:
    ~Slot() { leave(); }
    bool enter();
    void leave();

private:
    HANDLE held_ = nullptr;
};

// All volumes at one moment, while whoever writes to them is held. An empty answer means success.
std::string make(std::vector<Snapshot>& snapshots, const std::vector<Volume>& volumes, const std::vector<Strip>& strips, DWORD lostAfter);

std::vector<Snapshot> living();

// Deletes one; false when it is gone already.
bool remove(const Snapshot& snapshot, const char* why);

std::string unixPath(const std::wstring& path);

}
