#include <windows.h>
#include <vss.h>
#include <vswriter.h>
#include <vsbackup.h>
#include "metadata.h"
#include "memory.h"
#include "object.h"

namespace {

class FileDescription : public Object<IVssWMFiledesc> {
public:
    FileDescription(const writers::Files& files) : Object("IVssWMFiledesc"), files_(files) {}

    HRESULT STDMETHODCALLTYPE GetPath(BSTR* path) override {
        *path = memory::bstr(files_.folder);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetFilespec(BSTR* pattern) override {
        *pattern = memory::bstr(files_.pattern);
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetRecursive(boolean* recursive) override {
        *recursive = files_.recursive;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetAlternateLocation(BSTR* location) override {
        *location = nullptr;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE GetBackupTypeMask(DWORD* mask) override {
        *mask = VSS_FSBT_ALL_BACKUP_REQUIRED | VSS_FSBT_ALL_SNAPSHOT_REQUIRED;
        return S_OK;
    }

private:
    writers::Files files_;
};

class Metadata : public Object<IVssExamineWriterMetadataEx2> {
public:
    Metadata(const writers::Writer& writer) : Object("IVssExamineWriterMetadata"), writer_(writer) {}

    HRESULT STDMETHODCALLTYPE GetIdentity(VSS_ID* instance, VSS_ID* writer, BSTR* name, VSS_USAGE_TYPE* usage, VSS_SOURCE_TYPE* source) override {
        *instance = writer_.instanceId;
        *writer = writer_.classId;
        *name = memory::bstr(writer_.name);
        *usage = VSS_UT_SYSTEMSERVICE;
        *source = VSS_ST_NONTRANSACTEDDB;
        return CALL("").result(S_OK);
    }
    HRESULT STDMETHODCALLTYPE GetFileCounts(UINT* include, UINT* exclude, UINT* components) override {
        *include = 0;
        *exclude = static_cast<UINT>(writer_.excluded.size());
        *components = 0;
        return CALL("").result(S_OK);
    }
    HRESULT STDMETHODCALLTYPE GetExcludeFile(UINT index, IVssWMFiledesc** description) override {
        return CALL(std::to_string(index)).result(give(writer_.excluded, index, description));
    }
    HRESULT STDMETHODCALLTYPE GetExcludeFromSnapshotCount(UINT* count) override {
        *count = static_cast<UINT>(writer_.fromSnapshot.size());
        return CALL("").result(S_OK);
    }
    HRESULT STDMETHODCALLTYPE GetExcludeFromSnapshotFile(UINT index, IVssWMFiledesc** description) override {
        return CALL(std::to_string(index)).result(give(writer_.fromSnapshot, index, description));
    }
    HRESULT STDMETHODCALLTYPE GetIdentityEx(
        VSS_ID* instance, VSS_ID* writer, BSTR* name, BSTR* instanceName, VSS_USAGE_TYPE* usage, VSS_SOURCE_TYPE* source) override {
        *instanceName = nullptr;
        return GetIdentity(instance, writer, name, usage, source);
    }
    HRESULT STDMETHODCALLTYPE GetVersion(DWORD* major, DWORD* minor) override {
        *major = 1;
        *minor = 1;
        return CALL("").result(S_OK);
    }

    HRESULT STDMETHODCALLTYPE GetIncludeFile(UINT, IVssWMFiledesc**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE GetComponent(UINT, IVssWMComponent**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE GetRestoreMethod(VSS_RESTOREMETHOD_ENUM*, BSTR*, BSTR*, VSS_WRITERRESTORE_ENUM*, boolean*, UINT*) override {
        return CALL("").result(E_NOTIMPL);
    }
    HRESULT STDMETHODCALLTYPE GetAlternateLocationMapping(UINT, IVssWMFiledesc**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE GetBackupSchema(DWORD*) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE GetDocument(IXMLDOMDocument**) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE SaveAsXML(BSTR*) override { return CALL("").result(E_NOTIMPL); }
    HRESULT STDMETHODCALLTYPE LoadFromXML(BSTR) override { return CALL("").result(E_NOTIMPL); }

protected:
    bool knows(REFIID id) const override {
        return id == __uuidof(IVssExamineWriterMetadata) || id == __uuidof(IVssExamineWriterMetadataEx) || id == __uuidof(IVssExamineWriterMetadataEx2);
    }

private:
    static HRESULT give(const std::vector<writers::Files>& files, UINT index, IVssWMFiledesc** description) {
        if (index >= files.size()) {
            return VSS_E_OBJECT_NOT_FOUND;
        }
        *description = new FileDescription(files[index]);
        return S_OK;
    }

    writers::Writer writer_;
};

}

IVssExamineWriterMetadata* makeMetadata(const writers::Writer& writer) {
    return new Metadata(writer);
}
