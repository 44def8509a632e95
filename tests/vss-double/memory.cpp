#include "memory.h"
#include <objbase.h>
#include <cstring>
#include <mutex>
#include <set>

namespace memory {

static std::mutex gate;
static std::set<void*> given;
static thread_local bool giving = false;

class Spy : public IMallocSpy {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** found) override {
        bool known = id == __uuidof(IUnknown) || id == __uuidof(IMallocSpy);
        *found = known ? this : nullptr;
        return known ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }
    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    SIZE_T STDMETHODCALLTYPE PreAlloc(SIZE_T size) override { return size; }
    void* STDMETHODCALLTYPE PostAlloc(void* block) override {
        if (giving) {
            std::lock_guard<std::mutex> hold(gate);
            given.insert(block);
        }
        return block;
    }
    void* STDMETHODCALLTYPE PreFree(void* block, WINBOOL) override {
        std::lock_guard<std::mutex> hold(gate);
        given.erase(block);
        return block;
    }
    void STDMETHODCALLTYPE PostFree(WINBOOL) override {}
    SIZE_T STDMETHODCALLTYPE PreRealloc(void* block, SIZE_T size, void** place, WINBOOL) override {
        *place = block;
        return size;
    }
    void* STDMETHODCALLTYPE PostRealloc(void* block, WINBOOL) override { return block; }
    void* STDMETHODCALLTYPE PreGetSize(void* block, WINBOOL) override { return block; }
    SIZE_T STDMETHODCALLTYPE PostGetSize(SIZE_T size, WINBOOL) override { return size; }
    void* STDMETHODCALLTYPE PreDidAlloc(void* block, WINBOOL) override { return block; }
    int STDMETHODCALLTYPE PostDidAlloc(void*, WINBOOL, int answer) override { return answer; }
    void STDMETHODCALLTYPE PreHeapMinimize() override {}
    void STDMETHODCALLTYPE PostHeapMinimize() override {}
};

void watch() {
    static Spy spy;
    static HRESULT watching = CoRegisterMallocSpy(&spy);
    (void)watching;
}

long living() {
    std::unique_lock<std::mutex> hold(gate, std::try_to_lock);
    return hold.owns_lock() ? static_cast<long>(given.size()) : -1;
}

BSTR bstr(const std::wstring& text) {
    giving = true;
    BSTR made = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
    giving = false;
    return made;
}

wchar_t* taskString(const std::wstring& text) {
    giving = true;
    auto* made = static_cast<wchar_t*>(CoTaskMemAlloc((text.size() + 1) * sizeof(wchar_t)));
    giving = false;
    memcpy(made, text.c_str(), (text.size() + 1) * sizeof(wchar_t));
    return made;
}

}
