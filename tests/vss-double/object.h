#pragma once
#include "trace.h"
#include <windows.h>
#include <initializer_list>
#include <string>

// What all objects share: counted references and a number by which the trace tells them apart. An object is never freed, so that a call or a
// release after the last one is seen and does no harm.
template <class Interface>
class Object : public Interface {
public:
    Object(const char* name) : number_(InterlockedIncrement(&numbers())), name_(name) { trace::write("born " + self()); }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** found) override {
        if (found == nullptr) {
            return E_POINTER;
        }
        if (id == __uuidof(IUnknown) || knows(id)) {
            this->AddRef();
            *found = static_cast<Interface*>(this);
            return S_OK;
        }
        *found = nullptr;
        return E_NOINTERFACE;
    }

    ULONG STDMETHODCALLTYPE AddRef() override {
        LONG count = InterlockedIncrement(&references_);
        if (count <= 1) {
            trace::write("fault a reference was added to the dead " + self());
        }
        return count;
    }

    ULONG STDMETHODCALLTYPE Release() override {
        LONG count = InterlockedDecrement(&references_);
        if (count < 0) {
            trace::write("fault one release too many of " + self());
        } else if (count == 0) {
            lastRelease();
            trace::write("died " + self());
        }
        return count;
    }

protected:
    virtual ~Object() = default;
    virtual bool knows(REFIID) const { return false; }
    virtual void lastRelease() {}

    std::string self() const { return name_ + "#" + std::to_string(number_); }

private:
    static LONG& numbers() {
        static LONG last = 0;
        return last;
    }

    LONG references_ = 1;
    LONG number_;
    std::string name_;
};

// Writes a call down under the object's name. Used as: return call("SetContext", arguments).result(answer);
#define CALL(arguments) trace::Call(this->self() + "." + __func__ + "(" + (arguments) + ")")
