#include "management.h"
#include "machine.h"
#include "memory.h"
#include "object.h"
#include "script.h"

namespace {

// One diff area per volume, on the volume itself, as full as the disk behind it.
class AreaEnumerator : public Object<IVssEnumMgmtObject> {
public:
    AreaEnumerator(const machine::Volume& volume) : Object("IVssEnumMgmtObject"), volume_(volume) {}

    HRESULT STDMETHODCALLTYPE Next(ULONG count, VSS_MGMT_OBJECT_PROP* places, ULONG* fetched) override {
        *fetched = 0;
        if (count > 0 && !isGiven_) {
            ULARGE_INTEGER total = {};
            ULARGE_INTEGER free = {};
            GetDiskFreeSpaceExW(volume_.drive.c_str(), nullptr, &total, &free);
            places[0] = {};
            places[0].Type = VSS_MGMT_OBJECT_DIFF_AREA;
            VSS_DIFF_AREA_PROP& area = places[0].Obj.DiffArea;
            area.m_pwszVolumeName = memory::taskString(volume_.name);
            area.m_pwszDiffAreaVolumeName = memory::taskString(volume_.name);
            area.m_llMaximumDiffSpace = static_cast<LONGLONG>(total.QuadPart);
            area.m_llAllocatedDiffSpace = static_cast<LONGLONG>(total.QuadPart / 10);
            area.m_llUsedDiffSpace = static_cast<LONGLONG>((total.QuadPart - free.QuadPart) / 10);
            isGiven_ = true;
            *fetched = 1;
        }
        return CALL(std::to_string(count)).result(*fetched == count ? S_OK : S_FALSE);
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE Reset() override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE Clone(IVssEnumMgmtObject**) override { return CALL("").result(E_NOTIMPL); }

private:
    machine::Volume volume_;
    bool isGiven_ = false;
};

class AreaManagement : public Object<IVssDifferentialSoftwareSnapshotMgmt> {
public:
    AreaManagement() : Object("IVssDifferentialSoftwareSnapshotMgmt") {}

    HRESULT STDMETHODCALLTYPE QueryDiffAreasForVolume(VSS_PWSZ name, IVssEnumMgmtObject** found) override {
        *found = nullptr;
        auto volume = machine::volume(name);
        std::string why;
        HRESULT answer = !volume ? VSS_E_OBJECT_NOT_FOUND : machine::isSupported(*volume, why) ? S_OK : VSS_E_VOLUME_NOT_SUPPORTED;
        if (answer == S_OK) {
            *found = new AreaEnumerator(*volume);
        }
        return CALL(trace::text(name)).result(answer);
    }
    HRESULT STDMETHODCALLTYPE AddDiffArea(VSS_PWSZ, VSS_PWSZ, LONGLONG) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE ChangeDiffAreaMaximumSize(VSS_PWSZ, VSS_PWSZ, LONGLONG) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE QueryVolumesSupportedForDiffAreas(VSS_PWSZ, IVssEnumMgmtObject**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE QueryDiffAreasOnVolume(VSS_PWSZ, IVssEnumMgmtObject**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE QueryDiffAreasForSnapshot(VSS_ID, IVssEnumMgmtObject**) override { return CALL("").result(E_NOTIMPL); }
};

class Management : public Object<IVssSnapshotMgmt> {
public:
    Management() : Object("IVssSnapshotMgmt") {}

    HRESULT STDMETHODCALLTYPE GetProviderMgmtInterface(VSS_ID provider, REFIID id, IUnknown** made) override {
        static const GUID system = {0xb5946137, 0x7b9f, 0x4925, {0xaf, 0x80, 0x51, 0xab, 0xd6, 0x0b, 0x20, 0xd5}};
        *made = nullptr;
        HRESULT answer = provider != system ? VSS_E_PROVIDER_NOT_REGISTERED
            : id != __uuidof(IVssDifferentialSoftwareSnapshotMgmt) ? E_NOINTERFACE : script::refusal("GetProviderMgmtInterface").value_or(S_OK);
        if (answer == S_OK) {
            *made = new AreaManagement;
        }
        return CALL(trace::text(provider)).result(answer);
    }
    HRESULT STDMETHODCALLTYPE QueryVolumesSupportedForSnapshots(VSS_ID, LONG, IVssEnumMgmtObject**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE QuerySnapshotsByVolume(VSS_PWSZ, VSS_ID, IVssEnumObject**) override { return CALL("").result(E_NOTIMPL); }

protected:
    bool knows(REFIID id) const override { return id == __uuidof(IVssSnapshotMgmt); }
};

}

IVssSnapshotMgmt* makeManagement() {
    return new Management;
}
