/* Prints, for every path given, owner, group and access list of its security descriptor: one line of hexadecimal each.
   Asks GetFileSecurityW (https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getfilesecurityw). Knows nothing of the product. */
#include <windows.h>
#include <stdio.h>

int wmain(int argc, wchar_t **argv)
{
    static BYTE descriptor[65536 * 2];
    for (int i = 1; i < argc; i++) {
        DWORD needed = 0;
        if (!GetFileSecurityW(argv[i], OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, descriptor, sizeof descriptor, &needed)) {
            printf("error %lu\n", GetLastError());
            return 1;
        }

        SECURITY_DESCRIPTOR_CONTROL control;
        DWORD revision;
        BOOL present = FALSE, defaulted;
        PSID owner = NULL, group = NULL;
        PACL dacl = NULL;
        GetSecurityDescriptorControl(descriptor, &control, &revision);
        GetSecurityDescriptorOwner(descriptor, &owner, &defaulted);
        GetSecurityDescriptorGroup(descriptor, &group, &defaulted);
        GetSecurityDescriptorDacl(descriptor, &present, &dacl, &defaulted);
        printf("%04x ", control);
        for (DWORD at = 0; owner && at < GetLengthSid(owner); at++) printf("%02x", ((BYTE *)owner)[at]);
        printf(" ");
        for (DWORD at = 0; group && at < GetLengthSid(group); at++) printf("%02x", ((BYTE *)group)[at]);
        printf(" ");
        for (DWORD at = 0; present && dacl && at < dacl->AclSize; at++) printf("%02x", ((BYTE *)dacl)[at]);
        printf("\n");
    }

    return 0;
}
