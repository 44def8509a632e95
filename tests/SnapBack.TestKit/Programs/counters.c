/* Writes one growing number to every file given, round after round, until the program is killed, and lets nobody else open the files:
   counters FOLDER FILE...
   With a FOLDER other than - it is a writer: where a file "freeze" appears there it ends its round, makes "frozen", waits until "freeze" is gone, and
   keeps its number of that moment in "moment". Says "counting" when the first round is written. */
#include <windows.h>
#include <stdio.h>
#include <string.h>

static void put(HANDLE file, const char *text)
{
    DWORD written;

    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    WriteFile(file, text, strlen(text), &written, NULL);
}

static void make(const wchar_t *path, const char *text)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);

    put(file, text);
    CloseHandle(file);
}

static BOOL exists(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

int wmain(int count, wchar_t **words)
{
    HANDLE files[8];
    wchar_t freeze[MAX_PATH], frozen[MAX_PATH], moment[MAX_PATH];
    unsigned number;
    int i;

    if (count < 3 || count > 10)
        return 2;
    swprintf(freeze, MAX_PATH, L"%ls\\freeze", words[1]);
    swprintf(frozen, MAX_PATH, L"%ls\\frozen", words[1]);
    swprintf(moment, MAX_PATH, L"%ls\\moment", words[1]);
    for (i = 2; i < count; i++)
    {
        files[i - 2] = CreateFileW(words[i], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
        if (files[i - 2] == INVALID_HANDLE_VALUE)
        {
            fprintf(stderr, "error %lu\n", GetLastError());
            return 1;
        }
    }
    for (number = 1;; number++)
    {
        char text[16];

        snprintf(text, sizeof text, "%010u", number);
        for (i = 0; i < count - 2; i++)
            put(files[i], text);
        if (number == 1)
        {
            puts("counting");
            fflush(stdout);
        }
        if (words[1][0] != L'-' && exists(freeze))
        {
            make(moment, text);
            make(frozen, "");
            while (exists(freeze))
                Sleep(1);
            DeleteFileW(frozen);
        }
    }
}
