#include "async.h"
#include "object.h"
#include "script.h"
#include <memory>

namespace {

// Outlives the object: the work goes on after the last release.
struct Operation {
    HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE told = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    volatile LONG result = VSS_S_ASYNC_PENDING;
    const char* step;
    std::function<HRESULT(const Cancellation&)> work;

    HRESULT run() {
        Cancellation cancellation(told);
        if (script::isDeaf(step)) {
            Sleep(INFINITE);
        }
        if (cancellation.wait(script::hangs(step) ? INFINITE : script::delay(step))) {
            return VSS_S_ASYNC_CANCELLED;
        }
        HRESULT answer = work(cancellation);
        return answer == S_OK ? VSS_S_ASYNC_FINISHED : answer;
    }
};

DWORD WINAPI runOnThread(void* parameter) {
    std::unique_ptr<std::shared_ptr<Operation>> operation(static_cast<std::shared_ptr<Operation>*>(parameter));
    HRESULT result = (*operation)->run();
    trace::write(std::string("ended ") + (*operation)->step + " " + trace::hex(result));
    InterlockedExchange(&(*operation)->result, result);
    SetEvent((*operation)->ended);
    return 0;
}

class Async : public Object<IVssAsync> {
public:
    Async(std::shared_ptr<Operation> operation) : Object("IVssAsync"), operation_(operation) {}

    HRESULT STDMETHODCALLTYPE Cancel() override {
        HRESULT state = operation_->result;
        if (state == VSS_S_ASYNC_PENDING) {
            SetEvent(operation_->told);
            state = S_OK;
        }
        return CALL(operation_->step).result(FAILED(state) ? VSS_S_ASYNC_FINISHED : state);
    }
    HRESULT STDMETHODCALLTYPE Wait(DWORD milliseconds) override {
        WaitForSingleObject(operation_->ended, milliseconds);
        HRESULT state = operation_->result;
        return FAILED(state) ? state : S_OK;
    }
    HRESULT STDMETHODCALLTYPE QueryStatus(HRESULT* result, INT*) override {
        if (result == nullptr) {
            return CALL("").result(E_INVALIDARG);
        }
        *result = operation_->result;
        return S_OK;
    }

protected:
    bool knows(REFIID id) const override { return id == __uuidof(IVssAsync); }
    void lastRelease() override {
        if (operation_->result == VSS_S_ASYNC_PENDING) {
            trace::write(std::string("abandoned ") + operation_->step);
        }
    }

private:
    std::shared_ptr<Operation> operation_;
};

}

IVssAsync* startOperation(const char* step, std::function<HRESULT(const Cancellation&)> work) {
    auto operation = std::make_shared<Operation>();
    operation->step = step;
    operation->work = std::move(work);
    auto* object = new Async(operation);
    CloseHandle(CreateThread(nullptr, 0, runOnThread, new std::shared_ptr<Operation>(operation), 0, nullptr));
    return object;
}
