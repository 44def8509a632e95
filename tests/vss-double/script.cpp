#include "script.h"
#include "trace.h"
#include <vss.h>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace script {

// KIND:STEP=VALUE*TIMES, the form behind all words.
struct Word {
    std::string kind;
    std::string step;
    std::string value;
    long times;
};

struct Short {
    const char* kind;
    const char* step;
    HRESULT code;
};

static const std::map<std::string, Short> shorts = {
    {"in-progress", {"refuse", "StartSnapshotSet", VSS_E_SNAPSHOT_SET_IN_PROGRESS}},
    {"in-progress-add", {"refuse", "AddToSnapshotSet", VSS_E_SNAPSHOT_SET_IN_PROGRESS}},
    {"flush-timeout", {"fail", "DoSnapshotSet", VSS_E_FLUSH_WRITES_TIMEOUT}},
    {"hold-timeout", {"fail", "DoSnapshotSet", VSS_E_HOLD_WRITES_TIMEOUT}},
    {"veto", {"fail", "DoSnapshotSet", VSS_E_PROVIDER_VETO}},
    {"provider-error", {"fail", "DoSnapshotSet", VSS_E_UNEXPECTED_PROVIDER_ERROR}},
    {"provider-error-add", {"refuse", "AddToSnapshotSet", VSS_E_UNEXPECTED_PROVIDER_ERROR}},
    {"transaction-freeze", {"fail", "DoSnapshotSet", VSS_E_TRANSACTION_FREEZE_TIMEOUT}},
    {"transaction-thaw", {"fail", "DoSnapshotSet", VSS_E_TRANSACTION_THAW_TIMEOUT}},
    {"cluster-timeout", {"fail", "DoSnapshotSet", VSS_E_CLUSTER_TIMEOUT}},
    {"share-timeout", {"fail", "DoSnapshotSet", VSS_E_FSS_TIMEOUT}},
    {"insufficient-storage", {"fail", "DoSnapshotSet", VSS_E_INSUFFICIENT_STORAGE}},
    {"reboot-required", {"fail", "DoSnapshotSet", VSS_E_REBOOT_REQUIRED}},
    {"max-diff-areas", {"fail", "DoSnapshotSet", VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED}},
    {"volume-in-use", {"fail", "DoSnapshotSet", VSS_E_VOLUME_IN_USE}},
    {"max-snapshots", {"refuse", "AddToSnapshotSet", VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED}},
    {"max-volumes", {"refuse", "AddToSnapshotSet", VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED}},
    {"not-supported", {"refuse", "AddToSnapshotSet", VSS_E_VOLUME_NOT_SUPPORTED}},
    {"not-supported-by-provider", {"refuse", "AddToSnapshotSet", VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER}},
    {"nested-volume", {"refuse", "AddToSnapshotSet", VSS_E_NESTED_VOLUME_LIMIT}},
    {"not-local", {"refuse", "AddToSnapshotSet", VSS_E_VOLUME_NOT_LOCAL}},
    {"unsupported-context", {"refuse", "SetContext", VSS_E_UNSUPPORTED_CONTEXT}},
    {"writer-infrastructure", {"fail", "GatherWriterMetadata", VSS_E_WRITER_INFRASTRUCTURE}},
    {"access-denied", {"refuse", "CreateVssBackupComponents", E_ACCESSDENIED}},
};

static const std::map<std::string, int> stages = {
    {"prepare", VSS_WS_FAILED_AT_PREPARE_BACKUP}, {"freeze", VSS_WS_FAILED_AT_FREEZE}, {"thaw", VSS_WS_FAILED_AT_THAW},
    {"post", VSS_WS_FAILED_AT_POST_SNAPSHOT}, {"complete", VSS_WS_FAILED_AT_BACKUP_COMPLETE},
};

static const std::map<std::string, HRESULT> writerCodes = {
    {"inconsistent", VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT}, {"outofresources", VSS_E_WRITERERROR_OUTOFRESOURCES},
    {"timeout", VSS_E_WRITERERROR_TIMEOUT}, {"retryable", VSS_E_WRITERERROR_RETRYABLE}, {"nonretryable", VSS_E_WRITERERROR_NONRETRYABLE},
};

static const std::set<std::string> kinds = {"refuse", "fail", "delay", "no-answer", "deaf", "lost-after", "writer-failed"};

static std::mutex gate;

static Word parse(std::string text) {
    Word word{"", "", "", -1};
    if (size_t star = text.rfind('*'); star != std::string::npos) {
        word.times = atol(text.c_str() + star + 1);
        text.resize(star);
    }
    if (size_t equals = text.find('='); equals != std::string::npos) {
        word.value = text.substr(equals + 1);
        text.resize(equals);
    }
    if (size_t colon = text.find(':'); colon != std::string::npos) {
        word.step = text.substr(colon + 1);
        text.resize(colon);
    }
    word.kind = text;
    if (auto found = shorts.find(text); found != shorts.end()) {
        word = {found->second.kind, found->second.step, trace::hex(found->second.code), word.times};
    }
    if (kinds.count(word.kind) == 0) {
        trace::write("fault the script has a word that nobody knows: " + text);
    }
    return word;
}

static std::vector<Word>& words() {
    static std::vector<Word> all = [] {
        std::vector<Word> read;
        wchar_t buffer[4096];
        DWORD length = GetEnvironmentVariableW(L"SNAPBACK_VSS_SCRIPT", buffer, 4096);
        std::string text = trace::text(std::wstring(buffer, length));
        for (size_t start = 0; start < text.size();) {
            size_t comma = text.find(',', start);
            std::string one = text.substr(start, comma == std::string::npos ? comma : comma - start);
            if (!one.empty()) {
                read.push_back(parse(one));
            }
            start = comma == std::string::npos ? text.size() : comma + 1;
        }
        return read;
    }();
    return all;
}

// Takes one of the times that a word holds; its value, or nothing.
static std::optional<std::string> take(const char* kind, const std::string& step) {
    std::lock_guard<std::mutex> hold(gate);
    for (Word& word : words()) {
        if (word.kind == kind && word.step == step && word.times != 0) {
            if (word.times > 0) {
                word.times--;
            }
            return word.value;
        }
    }
    return std::nullopt;
}

static std::optional<HRESULT> code(const std::optional<std::string>& value) {
    return value ? std::optional<HRESULT>(static_cast<HRESULT>(strtoul(value->c_str(), nullptr, 16))) : std::nullopt;
}

std::optional<HRESULT> refusal(const char* step) {
    return code(take("refuse", step));
}

std::optional<HRESULT> failure(const char* step) {
    return code(take("fail", step));
}

DWORD delay(const char* step) {
    auto value = take("delay", step);
    return value ? strtoul(value->c_str(), nullptr, 10) : 0;
}

bool hangs(const char* step) {
    return take("no-answer", step).has_value();
}

bool isDeaf(const char* step) {
    return take("deaf", step).has_value();
}

DWORD lostAfter() {
    std::lock_guard<std::mutex> hold(gate);
    for (const Word& word : words()) {
        if (word.kind == "lost-after") {
            return strtoul(word.step.c_str(), nullptr, 10);
        }
    }
    return 0;
}

std::optional<WriterFailure> writerFailure(const std::string& writer, const char* stage) {
    auto value = take("writer-failed", writer + "@" + stage);
    if (!value && std::string(stage) == "freeze") {
        value = take("writer-failed", writer);
    }
    if (!value) {
        return std::nullopt;
    }
    auto named = writerCodes.find(*value);
    return WriterFailure{stages.at(stage), named != writerCodes.end() ? named->second : VSS_E_WRITERERROR_NONRETRYABLE};
}

}
