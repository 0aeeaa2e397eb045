/* Starts a program in this console and presses Ctrl+C there once a file appears: press FILE PROGRAM ARGUMENTS...
   Ends with the program's code, or with one above 90 when that could not be done. */
#include <windows.h>

/* The command line after so many of its arguments. */
static WCHAR *after(WCHAR *line, int arguments) {
    for (; arguments; arguments--) {
        int quoted = 0;
        for (; *line && (quoted || *line != L' '); line++)
            if (*line == L'"') quoted = !quoted;
        while (*line == L' ') line++;
    }
    return line;
}

int wmain(int count, WCHAR **arguments) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION child;
    DWORD code = 95;

    if (count < 3) return 99;
    if (!CreateProcessW(NULL, after(GetCommandLineW(), 2), NULL, NULL, FALSE, 0, NULL, NULL, &start, &child)) return 98;
    SetConsoleCtrlHandler(NULL, TRUE); /* only the program is to hear it */
    while (GetFileAttributesW(arguments[1]) == INVALID_FILE_ATTRIBUTES)
        if (WaitForSingleObject(child.hProcess, 20) == WAIT_OBJECT_0) return 97;
    if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) return 96;
    WaitForSingleObject(child.hProcess, 30000);
    GetExitCodeProcess(child.hProcess, &code);
    return (int)code;
}
