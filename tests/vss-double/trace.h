#pragma once
#include <windows.h>
#include <string>

// What happened, one line each, in C:\vss-double\trace\PID-START.log. A line is in the file before the call that it tells of returns, so that
// nothing is lost when the process is killed. Tests read it; TestKit's VssTrace knows the words.
namespace trace {

void write(const std::string& line);

// At the end of the process, when other threads are gone and may have left locks behind.
void end();

std::string text(const std::wstring& wide);
std::string text(const GUID& id);
std::string hex(HRESULT result);

// One call: constructed with its name and arguments, told by result() on every way out.
class Call {
public:
    Call(std::string what);
    HRESULT result(HRESULT answer);

private:
    std::string what_;
};

}
