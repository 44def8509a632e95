#pragma once
#include <windows.h>
#include <vss.h>
#include <functional>

// What an operation may look at while it works.
class Cancellation {
public:
    explicit Cancellation(HANDLE told) : told_(told) {}
    bool isAsked() const { return wait(0); }
    bool wait(DWORD milliseconds) const { return WaitForSingleObject(told_, milliseconds) == WAIT_OBJECT_0; }

private:
    HANDLE told_;
};

// Starts an operation on a thread of its own. The work's answer is its result: S_OK, VSS_S_ASYNC_CANCELLED or a failure. Delays, hanging and failures of
// the script are part of every operation.
IVssAsync* startOperation(const char* step, std::function<HRESULT(const Cancellation&)> work);
