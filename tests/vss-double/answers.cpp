#include "answers.h"
#include "memory.h"
#include "object.h"

static const GUID SystemProvider = {0xb5946137, 0x7b9f, 0x4925, {0xaf, 0x80, 0x51, 0xab, 0xd6, 0x0b, 0x20, 0xd5}};

void fill(VSS_SNAPSHOT_PROP* properties, const machine::Snapshot& snapshot) {
    *properties = {};
    properties->m_SnapshotId = snapshot.id;
    properties->m_SnapshotSetId = snapshot.set;
    properties->m_lSnapshotsCount = snapshot.count;
    properties->m_pwszSnapshotDeviceObject = memory::taskString(snapshot.device);
    properties->m_pwszOriginalVolumeName = memory::taskString(snapshot.volume);
    properties->m_pwszOriginatingMachine = memory::taskString(snapshot.machine);
    properties->m_pwszServiceMachine = memory::taskString(snapshot.machine);
    properties->m_ProviderId = SystemProvider;
    properties->m_lSnapshotAttributes = snapshot.attributes;
    properties->m_tsCreationTimestamp = snapshot.created;
    properties->m_eStatus = VSS_SS_CREATED;
}

namespace {

class Enumerator : public Object<IVssEnumObject> {
public:
    Enumerator(const std::vector<machine::Snapshot>& snapshots, bool providers)
        : Object("IVssEnumObject"), snapshots_(snapshots), length_(providers ? 1 : snapshots.size()), providers_(providers) {}

    HRESULT STDMETHODCALLTYPE Next(ULONG count, VSS_OBJECT_PROP* places, ULONG* fetched) override {
        *fetched = 0;
        while (*fetched < count && next_ < length_) {
            put(places + *fetched);
            ++*fetched;
            next_++;
        }
        return CALL(std::to_string(count)).result(*fetched == count ? S_OK : S_FALSE);
    }
    HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE Reset() override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE Clone(IVssEnumObject**) override { return CALL("").result(E_NOTIMPL); }

protected:
    bool knows(REFIID id) const override { return id == __uuidof(IVssEnumObject); }

private:
    void put(VSS_OBJECT_PROP* place) {
        *place = {};
        place->Type = providers_ ? VSS_OBJECT_PROVIDER : VSS_OBJECT_SNAPSHOT;
        if (!providers_) {
            fill(&place->Obj.Snap, snapshots_[next_]);
            return;
        }
        place->Obj.Prov.m_ProviderId = SystemProvider;
        place->Obj.Prov.m_pwszProviderName = memory::taskString(L"Stand-in for the Microsoft Software Shadow Copy provider 1.0");
        place->Obj.Prov.m_eProviderType = VSS_PROV_SYSTEM;
        place->Obj.Prov.m_pwszProviderVersion = memory::taskString(L"1.0.0.7");
    }

    std::vector<machine::Snapshot> snapshots_;
    size_t length_;
    size_t next_ = 0;
    bool providers_;
};

}

IVssEnumObject* makeEnumerator(const std::vector<machine::Snapshot>& snapshots) {
    return new Enumerator(snapshots, false);
}

IVssEnumObject* makeProviderEnumerator() {
    return new Enumerator({}, true);
}
