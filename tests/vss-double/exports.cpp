// The doors of vssapi.dll that a requester uses, and the class that manages diff areas, which on Windows is served by the service's own process and
// here by this library.
#include <windows.h>
#include <vss.h>
#include <vswriter.h>
#include <vsbackup.h>
#include "components.h"
#include "management.h"
#include "memory.h"
#include "object.h"
#include "script.h"
#include "trace.h"

static const GUID ManagementClass = {0x0b5a2c52, 0x3eb9, 0x470a, {0x96, 0xe2, 0x6c, 0x6d, 0x45, 0x70, 0xe4, 0x0f}};

extern "C" HRESULT STDAPICALLTYPE CreateVssBackupComponentsInternal(IVssBackupComponents** made) {
    memory::watch();
    trace::Call call("CreateVssBackupComponents()");
    if (made == nullptr) {
        return call.result(E_INVALIDARG);
    }
    if (auto refused = script::refusal("CreateVssBackupComponents")) {
        return call.result(*refused);
    }
    *made = makeComponents();
    return call.result(S_OK);
}

extern "C" void APIENTRY VssFreeSnapshotPropertiesInternal(VSS_SNAPSHOT_PROP* properties) {
    CoTaskMemFree(properties->m_pwszSnapshotDeviceObject);
    CoTaskMemFree(properties->m_pwszOriginalVolumeName);
    CoTaskMemFree(properties->m_pwszOriginatingMachine);
    CoTaskMemFree(properties->m_pwszServiceMachine);
    CoTaskMemFree(properties->m_pwszExposedName);
    CoTaskMemFree(properties->m_pwszExposedPath);
    trace::write("call VssFreeSnapshotProperties() -> 0x00000000");
}

namespace {

class Factory : public IClassFactory {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** found) override {
        bool known = id == __uuidof(IUnknown) || id == __uuidof(IClassFactory);
        *found = known ? this : nullptr;
        return known ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }
    ULONG STDMETHODCALLTYPE Release() override { return 1; }
    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown*, REFIID id, void** made) override {
        memory::watch();
        IVssSnapshotMgmt* management = makeManagement();
        HRESULT answer = management->QueryInterface(id, made);
        management->Release();
        return answer;
    }
    HRESULT STDMETHODCALLTYPE LockServer(WINBOOL) override { return S_OK; }
};

}

extern "C" HRESULT STDAPICALLTYPE DllGetClassObject(REFCLSID type, REFIID id, void** found) {
    static Factory factory;
    if (type != ManagementClass) {
        *found = nullptr;
        return CLASS_E_CLASSNOTAVAILABLE;
    }
    return factory.QueryInterface(id, found);
}

extern "C" HRESULT STDAPICALLTYPE DllCanUnloadNow() {
    return S_FALSE;
}

BOOL WINAPI DllMain(HINSTANCE, DWORD reason, void*) {
    if (reason == DLL_PROCESS_DETACH) {
        trace::end();
    }
    return TRUE;
}
