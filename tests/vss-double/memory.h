#pragma once
#include <windows.h>
#include <oleauto.h>
#include <string>

// Strings that are given away. Each is followed until the program under test frees it, so that a forgotten one is seen: the task allocator lets
// itself be watched, and BSTRs lie in it as well, as long as the environment says oanocache=1.
namespace memory {

BSTR bstr(const std::wstring& text);
wchar_t* taskString(const std::wstring& text);
void watch();

// Strings that nobody freed yet; -1 when that can't be told, at the end of a process whose threads died in the middle.
long living();

}
