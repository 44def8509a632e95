/* Opens each file given and keeps it open until the program is killed: hold SHARE FILE...
   SHARE is any of r, w, d (others may read, write, delete), or - for none of them. Says "held" once all are open. */
#include <windows.h>
#include <stdio.h>

int wmain(int count, wchar_t **words)
{
    DWORD share = 0;
    int i;

    if (count < 3)
        return 2;
    for (const wchar_t *c = words[1]; *c; c++)
        share |= *c == L'r' ? FILE_SHARE_READ : *c == L'w' ? FILE_SHARE_WRITE : *c == L'd' ? FILE_SHARE_DELETE : 0;
    for (i = 2; i < count; i++)
    {
        HANDLE file = CreateFileW(words[i], GENERIC_READ | GENERIC_WRITE, share, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
        if (file == INVALID_HANDLE_VALUE)
        {
            fprintf(stderr, "error %lu\n", GetLastError());
            return 1;
        }
    }
    puts("held");
    fflush(stdout);
    Sleep(INFINITE);
    return 0;
}
