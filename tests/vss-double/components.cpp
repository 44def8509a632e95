#include <windows.h>
#include <vss.h>
#include <vswriter.h>
#include <vsbackup.h>
#include "components.h"
#include "answers.h"
#include "async.h"
#include "machine.h"
#include "memory.h"
#include "metadata.h"
#include "object.h"
#include "script.h"
#include "writers.h"
#include <algorithm>
#include <mutex>

namespace {

const size_t MostVolumes = 64;

class Components : public Object<IVssBackupComponentsEx3> {
public:
    Components() : Object("IVssBackupComponents") {}

    HRESULT STDMETHODCALLTYPE InitializeForBackup(BSTR document) override {
        return CALL(document == nullptr ? "null" : "document").result(guarded("InitializeForBackup", [&]() -> HRESULT {
            if (isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            isInitialized_ = true;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE SetContext(LONG context) override {
        return CALL(std::to_string(context)).result(guarded("SetContext", [&]() -> HRESULT {
            if (!isInitialized_ || hasContext_) {
                return VSS_E_BAD_STATE;
            }
            static const LONG known[] = {VSS_CTX_BACKUP, VSS_CTX_FILE_SHARE_BACKUP, VSS_CTX_NAS_ROLLBACK, VSS_CTX_APP_ROLLBACK,
                VSS_CTX_CLIENT_ACCESSIBLE, VSS_CTX_CLIENT_ACCESSIBLE_WRITERS, static_cast<LONG>(VSS_CTX_ALL)};
            if (std::find(std::begin(known), std::end(known), context) == std::end(known)) {
                return VSS_E_UNSUPPORTED_CONTEXT;
            }
            hasContext_ = true;
            context_ = context;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE SetBackupState(boolean select, boolean bootable, VSS_BACKUP_TYPE type, boolean partial) override {
        std::string arguments = std::to_string(select) + "," + std::to_string(bootable) + "," + std::to_string(type) + "," + std::to_string(partial);
        return CALL(arguments).result(guarded("SetBackupState", [&]() -> HRESULT {
            if (!isUsable()) {
                return VSS_E_BAD_STATE;
            }
            if (select > 1 || bootable > 1 || partial > 1 || type <= VSS_BT_UNDEFINED || type > VSS_BT_OTHER) {
                return E_INVALIDARG;
            }
            hasBackupState_ = true;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE DisableWriterClasses(const VSS_ID* classes, UINT count) override {
        return CALL(std::to_string(count)).result(guarded("DisableWriterClasses", [&]() -> HRESULT {
            if (!isUsable() || hasGathered_) {
                return VSS_E_BAD_STATE;
            }
            if (classes == nullptr || count == 0) {
                return E_INVALIDARG;
            }
            disabled_.insert(disabled_.end(), classes, classes + count);
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GatherWriterMetadata(IVssAsync** operation) override {
        return CALL("").result(begin("GatherWriterMetadata", operation, isUsable() && hasWriters() && !hasGathered_, [this] { hasGathered_ = true; },
            [this](const Cancellation&) -> HRESULT {
                for (const writers::Writer& writer : writers::all()) {
                    if (std::find(disabled_.begin(), disabled_.end(), writer.classId) == disabled_.end()) {
                        writers_.push_back(writer);
                    }
                }
                holdsMetadata_ = true;
                return S_OK;
            }));
    }

    HRESULT STDMETHODCALLTYPE GetWriterMetadataCount(UINT* count) override {
        return CALL("").result(guarded("GetWriterMetadataCount", [&]() -> HRESULT {
            if (!holdsMetadata_) {
                return VSS_E_BAD_STATE;
            }
            *count = static_cast<UINT>(writers_.size());
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetWriterMetadata(UINT index, VSS_ID* instance, IVssExamineWriterMetadata** metadata) override {
        return CALL(std::to_string(index)).result(guarded("GetWriterMetadata", [&]() -> HRESULT {
            if (!holdsMetadata_) {
                return VSS_E_BAD_STATE;
            }
            if (index >= writers_.size()) {
                return VSS_E_OBJECT_NOT_FOUND;
            }
            *instance = writers_[index].instanceId;
            *metadata = makeMetadata(writers_[index]);
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE FreeWriterMetadata() override {
        HRESULT answer = holdsMetadata_ ? S_OK : VSS_E_BAD_STATE;
        holdsMetadata_ = false;
        return CALL("").result(answer);
    }

    HRESULT STDMETHODCALLTYPE StartSnapshotSet(VSS_ID* set) override {
        return CALL("").result(guarded("StartSnapshotSet", [&]() -> HRESULT {
            if (!isUsable() || isSetOpen_ || hasSnapshots_) {
                return VSS_E_BAD_STATE;
            }
            if (!slot_.enter()) {
                return VSS_E_SNAPSHOT_SET_IN_PROGRESS;
            }
            isSetOpen_ = true;
            set_ = *set = machine::newId();
            trace::write("set-opened " + trace::text(set_));
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE AddToSnapshotSet(VSS_PWSZ name, VSS_ID provider, VSS_ID* snapshot) override {
        return CALL(trace::text(name) + "," + trace::text(provider)).result(guarded("AddToSnapshotSet", [&]() -> HRESULT {
            if (!isUsable() || !isSetOpen_ || isMaking_) {
                return VSS_E_BAD_STATE;
            }
            auto volume = machine::volume(name);
            if (!volume) {
                return VSS_E_OBJECT_NOT_FOUND;
            }
            for (const machine::Volume& member : volumes_) {
                if (member.name == volume->name) {
                    return VSS_E_OBJECT_ALREADY_EXISTS;
                }
            }
            if (volumes_.size() == MostVolumes) {
                return VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED;
            }
            std::string why;
            if (!machine::isSupported(*volume, why)) {
                trace::write("not-supported " + why.substr(0, why.find('\n')));
                return provider == GUID_NULL ? VSS_E_VOLUME_NOT_SUPPORTED : VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER;
            }
            machine::Snapshot one = {};
            one.id = *snapshot = machine::newId();
            one.set = set_;
            one.volume = volume->name;
            one.attributes = context_ | VSS_VOLSNAP_ATTR_DIFFERENTIAL;
            volumes_.push_back(*volume);
            snapshots_.push_back(one);
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE PrepareForBackup(IVssAsync** operation) override {
        bool allowed = isUsable() && hasWriters() && hasBackupState_ && isSetOpen_ && hasGathered_ && !hasAskedToPrepare_;
        return CALL("").result(begin("PrepareForBackup", operation, allowed, [this] { hasAskedToPrepare_ = true; },
            [this](const Cancellation&) -> HRESULT {
                writers::pass(writers_, "prepare", VSS_WS_STABLE);
                isPrepared_ = true;
                return S_OK;
            }));
    }

    HRESULT STDMETHODCALLTYPE DoSnapshotSet(IVssAsync** operation) override {
        bool allowed = isUsable() && isSetOpen_ && !isMaking_ && !volumes_.empty() && (!hasWriters() || isPrepared_);
        return CALL("").result(begin("DoSnapshotSet", operation, allowed, [this] { isMaking_ = true; },
            [this](const Cancellation& cancellation) { return makeSnapshots(cancellation); }));
    }

    HRESULT STDMETHODCALLTYPE GatherWriterStatus(IVssAsync** operation) override {
        bool allowed = isInitialized_ && !isAborted_ && hasWriters() && hasGathered_;
        return CALL("").result(begin("GatherWriterStatus", operation, allowed, [] {}, [this](const Cancellation&) -> HRESULT {
            holdsStatus_ = true;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetWriterStatusCount(UINT* count) override {
        return CALL("").result(guarded("GetWriterStatusCount", [&]() -> HRESULT {
            if (!holdsStatus_) {
                return VSS_E_BAD_STATE;
            }
            *count = static_cast<UINT>(writers_.size());
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetWriterStatus(
        UINT index, VSS_ID* instance, VSS_ID* writer, BSTR* name, VSS_WRITER_STATE* state, HRESULT* failure) override {
        return CALL(std::to_string(index)).result(guarded("GetWriterStatus", [&]() -> HRESULT {
            if (!holdsStatus_) {
                return VSS_E_BAD_STATE;
            }
            if (index >= writers_.size()) {
                return VSS_E_OBJECT_NOT_FOUND;
            }
            *instance = writers_[index].instanceId;
            *writer = writers_[index].classId;
            *name = memory::bstr(writers_[index].name);
            *state = static_cast<VSS_WRITER_STATE>(writers_[index].state);
            *failure = writers_[index].failure;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetWriterStatusEx(UINT index, VSS_ID* instance, VSS_ID* writer, BSTR* name, VSS_WRITER_STATE* state, HRESULT* failure,
        HRESULT* application, BSTR* message) override {
        HRESULT answer = GetWriterStatus(index, instance, writer, name, state, failure);
        if (answer == S_OK && *failure != S_OK) {
            *application = HRESULT_FROM_WIN32(ERROR_BUSY);
            *message = memory::bstr(L"told to fail by the script");
        }
        return CALL(std::to_string(index)).result(answer);
    }

    HRESULT STDMETHODCALLTYPE FreeWriterStatus() override {
        HRESULT answer = holdsStatus_ ? S_OK : VSS_E_BAD_STATE;
        holdsStatus_ = false;
        return CALL("").result(answer);
    }

    HRESULT STDMETHODCALLTYPE BackupComplete(IVssAsync** operation) override {
        bool allowed = isUsable() && hasWriters() && hasSnapshots_ && !isComplete_;
        return CALL("").result(begin("BackupComplete", operation, allowed, [] {}, [this](const Cancellation&) -> HRESULT {
            writers::pass(writers_, "complete", VSS_WS_STABLE);
            isComplete_ = true;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE AbortBackup() override {
        return CALL("").result(guarded("AbortBackup", [&]() -> HRESULT {
            if (!isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            closeSet("aborted");
            // Where nothing is under way it is ignored.
            isAborted_ = isAborted_ || hasAskedToPrepare_ || isMaking_ || hasSnapshots_;
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE DeleteSnapshots(VSS_ID id, VSS_OBJECT_TYPE type, WINBOOL, LONG* deleted, VSS_ID* kept) override {
        return CALL(trace::text(id) + "," + std::to_string(type)).result(guarded("DeleteSnapshots", [&]() -> HRESULT {
            *deleted = 0;
            *kept = GUID_NULL;
            if (!isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            if (type != VSS_OBJECT_SNAPSHOT_SET && type != VSS_OBJECT_SNAPSHOT) {
                return E_INVALIDARG;
            }
            for (const machine::Snapshot& one : visible()) {
                if ((type == VSS_OBJECT_SNAPSHOT_SET ? one.set : one.id) == id && machine::remove(one, "asked")) {
                    ++*deleted;
                }
            }
            return *deleted > 0 ? S_OK : VSS_E_OBJECT_NOT_FOUND;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetSnapshotProperties(VSS_ID id, VSS_SNAPSHOT_PROP* properties) override {
        return CALL(trace::text(id)).result(guarded("GetSnapshotProperties", [&]() -> HRESULT {
            if (!isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            for (const machine::Snapshot& one : visible()) {
                if (one.id == id) {
                    fill(properties, one);
                    return S_OK;
                }
            }
            return VSS_E_OBJECT_NOT_FOUND;
        }));
    }

    HRESULT STDMETHODCALLTYPE Query(VSS_ID queried, VSS_OBJECT_TYPE queriedType, VSS_OBJECT_TYPE type, IVssEnumObject** found) override {
        std::string arguments = trace::text(queried) + "," + std::to_string(queriedType) + "," + std::to_string(type);
        return CALL(arguments).result(guarded("Query", [&]() -> HRESULT {
            if (!isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            if (queried != GUID_NULL || queriedType != VSS_OBJECT_NONE || (type != VSS_OBJECT_SNAPSHOT && type != VSS_OBJECT_PROVIDER)) {
                return E_INVALIDARG;
            }
            if (type == VSS_OBJECT_PROVIDER) {
                *found = makeProviderEnumerator();
                return S_OK;
            }
            auto snapshots = visible();
            *found = snapshots.empty() ? nullptr : makeEnumerator(snapshots);
            return snapshots.empty() ? S_FALSE : S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE IsVolumeSupported(VSS_ID provider, VSS_PWSZ name, WINBOOL* supported) override {
        return CALL(trace::text(provider) + "," + trace::text(name)).result(guarded("IsVolumeSupported", [&]() -> HRESULT {
            if (!isInitialized_) {
                return VSS_E_BAD_STATE;
            }
            auto volume = machine::volume(name);
            if (!volume) {
                return VSS_E_OBJECT_NOT_FOUND;
            }
            std::string why;
            *supported = machine::isSupported(*volume, why);
            return S_OK;
        }));
    }

    HRESULT STDMETHODCALLTYPE GetSessionId(VSS_ID*) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE GetWriterComponentsCount(UINT*) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE GetWriterComponents(UINT, IVssWriterComponentsExt**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE InitializeForRestore(BSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetRestoreState(VSS_RESTORE_TYPE) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE AddComponent(VSS_ID, VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetBackupSucceeded(VSS_ID, VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetBackupOptions(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetSelectedForRestore(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetRestoreOptions(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetAdditionalRestores(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetPreviousBackupStamp(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SaveAsXML(BSTR*) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE AddAlternativeLocationMapping(
        VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE AddRestoreSubcomponent(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean) override {
        return foreign(__func__);
    }
    HRESULT STDMETHODCALLTYPE SetFileRestoreStatus(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, VSS_FILE_RESTORE_STATUS) override {
        return foreign(__func__);
    }
    HRESULT STDMETHODCALLTYPE AddNewTarget(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, boolean, LPCWSTR) override {
        return foreign(__func__);
    }
    HRESULT STDMETHODCALLTYPE SetRangesFilePath(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, UINT, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE PreRestore(IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE PostRestore(IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE ImportSnapshots(IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE BreakSnapshotSet(VSS_ID) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE EnableWriterClasses(const VSS_ID*, UINT) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE DisableWriterInstances(const VSS_ID*, UINT) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE ExposeSnapshot(VSS_ID, VSS_PWSZ, LONG, VSS_PWSZ, VSS_PWSZ*) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE RevertToSnapshot(VSS_ID, WINBOOL) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE QueryRevertStatus(VSS_PWSZ, IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE GetWriterMetadataEx(UINT, VSS_ID*, IVssExamineWriterMetadataEx**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetSelectedForRestoreEx(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean, VSS_ID) override {
        return foreign(__func__);
    }
    HRESULT STDMETHODCALLTYPE UnexposeSnapshot(VSS_ID) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetAuthoritativeRestore(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, boolean) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE SetRollForward(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, VSS_ROLLFORWARD_TYPE, LPCWSTR) override {
        return foreign(__func__);
    }
    HRESULT STDMETHODCALLTYPE SetRestoreName(VSS_ID, VSS_COMPONENT_TYPE, LPCWSTR, LPCWSTR, LPCWSTR) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE BreakSnapshotSetEx(VSS_ID, DWORD, IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE PreFastRecovery(VSS_ID, DWORD, IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE FastRecovery(VSS_ID, DWORD, IVssAsync**) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE AddSnapshotToRecoverySet(VSS_ID, DWORD, VSS_PWSZ) override { return foreign(__func__); }
    HRESULT STDMETHODCALLTYPE RecoverSet(DWORD, IVssAsync**) override { return foreign(__func__); }

protected:
    bool knows(REFIID id) const override {
        return id == __uuidof(IVssBackupComponents) || id == __uuidof(IVssBackupComponentsEx) || id == __uuidof(IVssBackupComponentsEx2)
            || id == __uuidof(IVssBackupComponentsEx3);
    }

    // Snapshots of the ordinary contexts live as long as the object. What should have been undone before is told.
    void lastRelease() override {
        std::lock_guard<std::mutex> hold(gate_);
        isReleased_ = true;
        if (isSetOpen_) {
            trace::write("fault " + self() + " was released with an open set: AbortBackup is missing");
        }
        if (hasAskedToPrepare_ && !isComplete_ && !isAborted_) {
            trace::write("fault " + self() + " was released while writers wait: neither BackupComplete nor AbortBackup was called");
        }
        if (holdsMetadata_ || holdsStatus_) {
            trace::write("fault " + self() + " was released with writers' metadata or status not freed");
        }
        closeSet("released");
        deleteOwn("released");
    }

private:
    bool hasWriters() const { return (context_ & VSS_VOLSNAP_ATTR_NO_WRITERS) == 0; }
    bool isQueryOnly() const { return context_ == static_cast<LONG>(VSS_CTX_ALL); }
    bool isUsable() const { return isInitialized_ && !isAborted_ && !hasFailed_ && !isQueryOnly(); }

    // A call with what the script has for it: a delay, a refusal.
    template <class Body>
    HRESULT guarded(const char* step, Body body) {
        Sleep(script::delay(step));
        if (auto refused = script::refusal(step)) {
            return *refused;
        }
        return body();
    }

    // A call that starts an operation. One that fails or is cancelled spoils the object: it serves one attempt.
    template <class Started, class Work>
    HRESULT begin(const char* step, IVssAsync** operation, bool allowed, Started started, Work work) {
        if (operation == nullptr) {
            return E_INVALIDARG;
        }
        if (auto refused = script::refusal(step)) {
            return *refused;
        }
        if (!allowed) {
            return VSS_E_BAD_STATE;
        }
        started();
        *operation = startOperation(step, [this, step, work](const Cancellation& cancellation) -> HRESULT {
            auto failure = script::failure(step);
            HRESULT result = failure ? *failure : work(cancellation);
            hasFailed_ = hasFailed_ || result != S_OK;
            return result;
        });
        return S_OK;
    }

    HRESULT foreign(const char* name) {
        trace::write("fault a backup has no business with " + self() + "." + name);
        return E_NOTIMPL;
    }

    HRESULT makeSnapshots(const Cancellation& cancellation) {
        std::vector<machine::Strip> strips;
        if (hasWriters()) {
            strips = writers::strips(writers_);
            writers::freeze(writers_);
            writers::pass(writers_, "freeze", VSS_WS_WAITING_FOR_THAW);
        }
        std::string why = cancellation.isAsked() ? "cancelled" : machine::make(snapshots_, volumes_, strips, script::lostAfter());
        if (hasWriters()) {
            writers::thaw(writers_);
            writers::pass(writers_, "thaw", VSS_WS_WAITING_FOR_POST_SNAPSHOT);
            writers::pass(writers_, "post", VSS_WS_WAITING_FOR_BACKUP_COMPLETE);
        }
        if (!why.empty()) {
            trace::write("not-made " + why.substr(0, why.find('\n')));
            return cancellation.isAsked() ? VSS_S_ASYNC_CANCELLED : VSS_E_UNEXPECTED_PROVIDER_ERROR;
        }
        std::lock_guard<std::mutex> hold(gate_);
        hasSnapshots_ = true;
        if (isReleased_) {
            deleteOwn("made after the release");
        } else if (!cancellation.isAsked()) {
            closeSet("made");
            return S_OK;
        }
        return VSS_S_ASYNC_CANCELLED;
    }

    void closeSet(const char* why) {
        if (isSetOpen_) {
            isSetOpen_ = false;
            slot_.leave();
            trace::write("set-closed " + trace::text(set_) + " " + why);
        }
    }

    void deleteOwn(const char* why) {
        if (hasSnapshots_ && (context_ & VSS_VOLSNAP_ATTR_NO_AUTO_RELEASE) == 0) {
            for (const machine::Snapshot& one : snapshots_) {
                machine::remove(one, why);
            }
        }
    }

    std::vector<machine::Snapshot> visible() const {
        auto all = machine::living();
        auto other = [this](const machine::Snapshot& one) {
            return !isQueryOnly() && (one.attributes & ~VSS_VOLSNAP_ATTR_DIFFERENTIAL) != context_;
        };
        all.erase(std::remove_if(all.begin(), all.end(), other), all.end());
        return all;
    }

    std::mutex gate_;
    machine::Slot slot_;
    bool isInitialized_ = false;
    bool hasContext_ = false;
    bool hasBackupState_ = false;
    bool hasGathered_ = false;
    bool holdsMetadata_ = false;
    bool holdsStatus_ = false;
    bool isSetOpen_ = false;
    bool hasAskedToPrepare_ = false;
    bool isPrepared_ = false;
    bool isMaking_ = false;
    bool hasSnapshots_ = false;
    bool isComplete_ = false;
    bool isAborted_ = false;
    bool hasFailed_ = false;
    bool isReleased_ = false;
    LONG context_ = VSS_CTX_BACKUP;
    GUID set_ = {};
    std::vector<VSS_ID> disabled_;
    std::vector<writers::Writer> writers_;
    std::vector<machine::Volume> volumes_;
    std::vector<machine::Snapshot> snapshots_;
};

}

IVssBackupComponents* makeComponents() {
    return new Components;
}
