/* SPDX-License-Identifier: MIT */
/* import: finds a module by name, runs it once, and keeps it in sys.modules.
 *
 * A few built-in modules cannot be replaced; for every other name the folders of sys.path come
 * first (a package with
 * __init__.py, then name.py, then a folder without __init__.py), then the built-in ones. "utime"
 * always means the built-in "time", so that a file time.py can extend it. ".frozen" in sys.path
 * stands for the modules in the program.
 */
#include <errno.h>

#include "vm/core/compile.h"
#include "vm/core/module.h"
#include "vm/hal.h"
#include "vm/lib/frozen.h"
#include "vm/lib/io.h"

#define MAX_PATH 1024

enum { MODE_KIND = 0xf000, MODE_FOLDER = 0x4000, MODE_FILE = 0x8000 };

/* --- Reading files --- */

char *
vm_read_file(VM *vm, const char *path, size_t *out_len)
{
    size_t len = 0, cap = 0;
    char *text = NULL;
    VmHalStat st;
    int file = vm_hal_open(vm, path, VM_HAL_OPEN_READ);
    intptr_t n;

    if (file < 0)
        vm_raise_os_error_path(vm, -file, path);
    // Room for all of it and one byte more, so that the end is seen without growing.
    if (vm_hal_stat(vm, path, &st) == 0 && st.size < SIZE_MAX / 2)
        cap = (size_t)st.size + 2;
    if (cap < 64)
        cap = 64;
    // Nothing may raise while the file is open.
    text = vm_alloc_maybe(vm, cap, VM_BLOCK_RAW);
    while (text != NULL) {
        if (len + 1 == cap) {
            char *larger = cap > SIZE_MAX / 2 ? NULL : vm_alloc_maybe(vm, cap * 2, VM_BLOCK_RAW);

            if (larger != NULL)
                memcpy(larger, text, len);
            vm_free(vm, text);
            text = larger;
            cap *= 2;
            continue;
        }
        n = vm_hal_file_read(vm, file, text + len, cap - 1 - len);
        if (n < 0) {
            vm_hal_file_close(vm, file);
            vm_poll(vm);
            vm_raise_os_error_path(vm, (int)-n, path);
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    vm_hal_file_close(vm, file);
    if (text == NULL)
        vm_raise_memory_error(vm);
    text[len] = '\0';
    *out_len = len;
    return text;
}

/* --- Built-in modules --- */

static const VmModuleDef *
find_def(const char *name, size_t len)
{
    for (unsigned i = 0; vm_module_defs[i] != NULL; i++)
        if (vm_module_defs[i]->name->len == len &&
            memcmp(vm_module_defs[i]->name->data, name, len) == 0)
            return vm_module_defs[i];
    return NULL;
}

static bool
is_reserved(const VmStr *name)
{
    return name == &vm_s_sys || name == &vm_s_builtins || name == &vm_s_gc ||
           name == &vm_s_micropython || name == &vm_s_math || name == &vm_s_cmath;
}

static VmModule *
load_def(VM *vm, const VmModuleDef *def, const VmStr *as)
{
    VmModule *module;
    VmValue known;

    if (def->name == &vm_s_builtins && vm->builtins != NULL) {
        module = vm->builtins;
    } else {
        // time and utime are one module, unless a file took the name time.
        known = vm_dict_get_name(vm->modules, def->name);
        if (known != VM_UNDEF && vm_is_exact(known, &vm_type_module) &&
            ((VmModule *)known)->def == def) {
            module = (VmModule *)known;
        } else {
            module = vm_module_new(vm, def->name);
            module->def = def;
            if (def->init != NULL)
                def->init(vm, module->globals);
        }
    }
    vm_dict_set_name(vm, vm->modules, as, vm_value(module));
    return module;
}

/* --- Python modules --- */

typedef struct Load {
    VmModule *module;
    char *source;
    size_t len;
    VmStr *file;
} Load;

static void
run_module(VM *vm, void *arg)
{
    Load *load = arg;
    VmCode *code = vm_compile(vm, load->source, load->len, load->file, VM_COMPILE_EXEC, 0);

    vm_free(vm, load->source);
    load->source = NULL;
    vm_run_code(vm, code, load->module->globals, VM_UNDEF);
}

static VmList *
importing(VM *vm)
{
    if (vm->module_state[VM_STATE_IMPORTING] == VM_UNDEF)
        vm->module_state[VM_STATE_IMPORTING] = vm_value(vm_list_new(vm, 0, NULL));
    return vm_list(vm->module_state[VM_STATE_IMPORTING]);
}

static VmModule *
new_module(VM *vm, VmStr *name, const char *file, const char *folder)
{
    VmModule *module = vm_module_new(vm, name);
    const char *dot = folder != NULL ? NULL : strrchr(name->data, '.');
    VmValue package = vm_value(name);

    if (folder == NULL)
        package =
            dot != NULL ? vm_str_new(vm, name->data, (size_t)(dot - name->data)) : VM_S(empty_);
    vm_dict_set_name(vm, module->globals, &vm_s___package__, package);
    if (file != NULL)
        vm_dict_set_name(vm, module->globals, &vm_s___file__, vm_str_from_c(vm, file));
    if (folder != NULL) {
        VmValue path = vm_str_from_c(vm, folder);

        vm_dict_set_name(vm, module->globals, &vm_s___path__, vm_value(vm_list_new(vm, 1, &path)));
    }
    vm_dict_set_name(vm, vm->modules, name, vm_value(module));
    return module;
}

/* Runs source as module @name. @folder: it is a package. */
static void
load_source(VM *vm, VmStr *name, char *source, size_t len, const char *file, const char *folder)
{
    Load load = {.source = source, .len = len};
    VmList *loading = importing(vm);
    VmValue e;

    load.module = new_module(vm, name, file, folder);
    load.file = vm_str(vm_str_from_c(vm, file));
    vm_list_append(vm, loading, vm_value(load.module));
    e = vm_protect(vm, run_module, &load);
    if (loading->n > 0)
        vm_list_pop(vm, loading);
    if (e != VM_UNDEF) {
        vm_dict_delete(vm, vm->modules, vm_value(name));
        vm_reraise(vm, e);
    }
}

/* --- Finding --- */

static uint32_t
kind_of(VM *vm, const char *path)
{
    VmHalStat st;

    return vm_hal_stat(vm, path, &st) == 0 ? st.mode & MODE_KIND : 0;
}

/* Looks for @tail in one folder. Returns true when the module was found and has run.
 * @namespace_path (MAX_PATH bytes): set to the folder of that name if there is one without
 * __init__.py. */
static bool
load_from_folder(VM *vm, const char *folder, VmStr *name, const char *tail, char *namespace_path)
{
    char base[MAX_PATH], file[MAX_PATH + 16];
    size_t folder_len = strlen(folder), tail_len = strlen(tail), len;
    uint32_t kind;
    char *source;

    if (folder_len + tail_len + 2 > sizeof base)
        return false;
    memcpy(base, folder, folder_len);
    if (folder_len > 0 && folder[folder_len - 1] != '/')
        base[folder_len++] = '/';
    memcpy(base + folder_len, tail, tail_len + 1);
    kind = kind_of(vm, base);
    strcpy(file, base);
    if (kind == MODE_FOLDER) {
        strcat(file, "/__init__.py");
        if (kind_of(vm, file) == MODE_FILE) {
            source = vm_read_file(vm, file, &len);
            load_source(vm, name, source, len, file, base);
            return true;
        }
        file[strlen(base)] = '\0';
    }
    strcat(file, ".py");
    if (kind_of(vm, file) == MODE_FILE) {
        source = vm_read_file(vm, file, &len);
        load_source(vm, name, source, len, file, NULL);
        return true;
    }
    if (kind == MODE_FOLDER && namespace_path[0] == '\0')
        strcpy(namespace_path, base);
    return false;
}

static bool
load_frozen(VM *vm, VmStr *name)
{
    for (const VmFrozen *frozen = vm_frozen_modules; frozen->name != NULL; frozen++)
        if (vm_str_equal_c(name, frozen->name)) {
            char file[128];
            char *copy = vm_alloc(vm, frozen->len + 1, VM_BLOCK_RAW);

            // Frozen text stays where it is; the copy is given back once compiled.
            memcpy(copy, frozen->source, frozen->len);
            file[0] = '\0';
            strcat(file, ".frozen/");
            strncat(file, frozen->name, sizeof file - 16);
            strcat(file, ".py");
            load_source(vm, name, copy, frozen->len, file,
                        frozen->is_package ? frozen->name : NULL);
            return true;
        }
    return false;
}

static bool
load_from_path(VM *vm, VmValue path, VmStr *name, const char *tail)
{
    char namespace_path[MAX_PATH] = "";

    vm_io_flush_files(vm); // a module just written

    if (!vm_is_list(path) && !vm_is_tuple(path)) {
        if (!vm_is_str(path))
            return false;
        if (load_from_folder(vm, vm_str(path)->data, name, tail, namespace_path))
            return true;
    } else {
        VmList *folders = vm_list_from(vm, path);

        for (size_t i = 0; i < folders->n; i++) {
            if (!vm_is_str(folders->items[i]))
                continue;
            if (vm_str_equal_c(vm_str(folders->items[i]), ".frozen")) {
                if (load_frozen(vm, name))
                    return true;
            } else if (load_from_folder(vm, vm_str(folders->items[i])->data, name, tail,
                                        namespace_path)) {
                return true;
            }
        }
    }
    if (namespace_path[0] != '\0') {
        new_module(vm, name, NULL, namespace_path);
        return true;
    }
    return false;
}

static _Noreturn void
raise_not_found(VM *vm, const VmStr *name, const VmStr *parent)
{
    VmValue text, e;

    if (parent != NULL)
        text = vm_str_format(vm, "No module named '%q'; '%q' is not a package", name, parent);
    else
        text = vm_str_format(vm, "No module named '%q'", name);
    e = vm_exception_new(vm, &vm_type_ModuleNotFoundError, 1, &text);
    vm_set_attr(vm, e, &vm_s_name, vm_value(name));
    vm_raise(vm, e);
}

/* The module with this full name; @parent's attribute is set when it is new. */
static VmValue
import_one(VM *vm, VmStr *name, VmValue parent, const VmStr *parent_name)
{
    VmValue module = vm_dict_get_name(vm->modules, name);
    const char *tail = name->data;
    const VmModuleDef *def;
    bool found;

    if (module == VM_NONE)
        vm_raise_format(vm, &vm_type_ModuleNotFoundError,
                        "import of %q halted; None in sys.modules", name);
    if (module != VM_UNDEF)
        return module;
    vm_check_c_stack(vm);
    if (parent != VM_UNDEF) {
        VmValue path = vm_get_attr_maybe(vm, parent, &vm_s___path__);

        if (path == VM_UNDEF)
            raise_not_found(vm, name, parent_name);
        tail = strrchr(name->data, '.') + 1;
        found = load_from_path(vm, path, name, tail);
        if (!found)
            found = load_frozen(vm, name);
    } else {
        def = find_def(name->data, name->len);
        found = def != NULL && is_reserved(name);
        if (found) {
            load_def(vm, def, name);
        } else {
            found = load_from_path(vm, vm_value(vm->path), name, tail);
            if (!found && def == NULL && name->len > 1 && name->data[0] == 'u')
                def = find_def(name->data + 1, name->len - 1);
            if (!found && def != NULL) {
                load_def(vm, def, name);
                found = true;
            }
        }
    }
    if (!found)
        raise_not_found(vm, name, NULL);
    // It may have put something else in its place.
    module = vm_dict_get_name(vm->modules, name);
    if (module == VM_UNDEF)
        vm_raise_format(vm, &vm_type_ImportError, "Loaded module '%q' not found in sys.modules",
                        name);
    if (parent != VM_UNDEF)
        vm_set_attr(vm, parent, vm_intern_c(vm, tail), module);
    return module;
}

/* Imports a.b.c part by part; *top is a. */
static VmValue
import_dotted(VM *vm, const char *name, size_t len, VmValue *top)
{
    VmValue module = VM_UNDEF;
    const VmStr *parent_name = NULL;
    size_t end = 0;

    while (end < len) {
        const char *dot = memchr(name + end, '.', len - end);
        size_t part_end = dot != NULL ? (size_t)(dot - name) : len;
        VmStr *full;

        if (part_end == end)
            vm_raise_value_error(vm, "Empty module name");
        full = vm_intern(vm, name, part_end);
        module = import_one(vm, full, module, parent_name);
        if (parent_name == NULL)
            *top = module;
        parent_name = full;
        end = part_end + 1;
    }
    return module;
}

/* The package that "." stands for in a module with these globals, as text. */
static VmStr *
package_of(VM *vm, VmDict *globals)
{
    VmValue package = globals != NULL ? vm_dict_get_name(globals, &vm_s___package__) : VM_UNDEF;
    VmValue name = globals != NULL ? vm_dict_get_name(globals, &vm_s___name__) : VM_UNDEF;

    if (package == VM_UNDEF || package == VM_NONE) {
        const char *dot;

        if (name == VM_UNDEF || !vm_is_str(name))
            return NULL;
        if (vm_dict_get_name(globals, &vm_s___path__) != VM_UNDEF)
            return vm_str(name);
        dot = strrchr(vm_str(name)->data, '.');
        if (dot == NULL)
            return NULL;
        return vm_str(vm_str_new(vm, vm_str(name)->data, (size_t)(dot - vm_str(name)->data)));
    }
    if (!vm_is_str(package))
        vm_raise_type_error(vm, "package must be a string");
    return vm_str(package)->len > 0 ? vm_str(package) : NULL;
}

VmValue
vm_import_name(VM *vm, const VmStr *name, VmValue fromlist, int level, VmDict *importer_globals)
{
    bool want_leaf = fromlist != VM_UNDEF && fromlist != VM_NONE && vm_is_true(vm, fromlist);
    VmValue top = VM_UNDEF, module;

    if (level > 0) {
        VmStr *package = package_of(vm, importer_globals);
        VmBuf buf;
        size_t len, base_len;

        if (package == NULL)
            vm_raise_format(vm, &vm_type_ImportError,
                            "attempted relative import with no known parent package");
        len = package->len;
        for (int i = 1; i < level; i++) {
            while (len > 0 && package->data[len - 1] != '.')
                len--;
            if (len == 0)
                vm_raise_format(vm, &vm_type_ImportError,
                                "attempted relative import beyond top-level package");
            len--;
        }
        base_len = len;
        vm_buf_init(&buf);
        vm_buf_append(vm, &buf, package->data, len);
        if (name->len > 0) {
            vm_buf_append(vm, &buf, ".", 1);
            vm_buf_append(vm, &buf, name->data, name->len);
        }
        module = import_dotted(vm, buf.data, buf.len, &top);
        if (!want_leaf && name->len > 0) {
            // `__import__("b.c", level=1)` gives package.b.
            const char *dot = memchr(name->data, '.', name->len);
            size_t first = base_len + 1 + (dot != NULL ? (size_t)(dot - name->data) : name->len);

            return import_one(vm, vm_intern(vm, buf.data, first), VM_UNDEF, NULL);
        }
    } else {
        if (name->len == 0)
            vm_raise_value_error(vm, "Empty module name");
        // What is asked most: a module without dots that is known.
        module = vm_str_is_interned(name) ? vm_dict_get_name(vm->modules, name) : VM_UNDEF;
        if (module == VM_UNDEF || module == VM_NONE || memchr(name->data, '.', name->len) != NULL)
            module = import_dotted(vm, name->data, name->len, &top);
        else
            top = module;
        if (!want_leaf)
            return top;
    }
    return module;
}

VmModule *
vm_import(VM *vm, const VmStr *name)
{
    VmValue top, module = import_dotted(vm, name->data, name->len, &top);

    if (!vm_is_exact(module, &vm_type_module))
        vm_raise_format(vm, &vm_type_ImportError, "'%q' is not a module", name);
    return (VmModule *)module;
}

static bool
is_importing(VM *vm, VmValue module)
{
    VmValue list = vm->module_state[VM_STATE_IMPORTING];

    for (size_t i = 0; list != VM_UNDEF && i < vm_list(list)->n; i++)
        if (vm_list(list)->items[i] == module)
            return true;
    return false;
}

VmValue
vm_import_from(VM *vm, VmValue module, const VmStr *name)
{
    VmValue v = vm_get_attr_maybe(vm, module, name), module_name, file;

    if (v != VM_UNDEF)
        return v;
    module_name = vm_get_attr_maybe(vm, module, &vm_s___name__);
    if (module_name == VM_UNDEF || !vm_is_str(module_name))
        module_name = VM_S(unknown_);
    if (vm_get_attr_maybe(vm, module, &vm_s___path__) != VM_UNDEF) {
        VmValue full = vm_str_format(vm, "%V.%q", module_name, name);
        VmStr *interned = vm_intern_str(vm, vm_str(full));
        VmValue path = vm_get_attr(vm, module, &vm_s___path__);

        v = vm_dict_get_name(vm->modules, interned);
        if (v != VM_UNDEF)
            return v;
        if (load_from_path(vm, path, interned, name->data) || load_frozen(vm, interned)) {
            v = vm_dict_get_name(vm->modules, interned);
            if (v != VM_UNDEF) {
                vm_set_attr(vm, module, name, v);
                return v;
            }
        }
    }
    file = vm_get_attr_maybe(vm, module, &vm_s___file__);
    if (file == VM_UNDEF)
        vm_raise_format(vm, &vm_type_ImportError,
                        "cannot import name '%q' from '%V' (unknown location)", name, module_name);
    if (is_importing(vm, module))
        vm_raise_format(
            vm, &vm_type_ImportError,
            "cannot import name '%q' from partially initialized module '%V' (most likely due to a "
            "circular import) (%V)",
            name, module_name, file);
    vm_raise_format(vm, &vm_type_ImportError, "cannot import name '%q' from '%V' (%V)", name,
                    module_name, file);
}

void
vm_import_star(VM *vm, VmValue module, VmValue into_namespace)
{
    VmValue all = vm_get_attr_maybe(vm, module, &vm_s___all__);
    VmList *names;

    if (all != VM_UNDEF) {
        names = vm_list_from(vm, all);
    } else if (vm_is_exact(module, &vm_type_module)) {
        const VmModuleDef *def = ((VmModule *)module)->def;

        names = vm_list_from(vm, vm_value(((VmModule *)module)->globals));
        for (unsigned i = 0; def != NULL && i < def->n_members; i++)
            vm_list_append(vm, names, def->members[i].name);
    } else {
        names = vm_dir(vm, module);
    }
    for (size_t i = 0; i < names->n; i++) {
        VmStr *name;
        VmValue v;

        if (!vm_is_str(names->items[i]))
            vm_raise_type_error(vm, "Item in __all__ must be str, not %t", names->items[i]);
        name = vm_intern(vm, vm_str(names->items[i])->data, vm_str(names->items[i])->len);
        if (all == VM_UNDEF && name->data[0] == '_')
            continue;
        v = vm_get_attr_maybe(vm, module, name);
        if (v == VM_UNDEF && all != VM_UNDEF) {
            VmValue found = vm_get_attr_maybe(vm, module, &vm_s___path__);

            if (found == VM_UNDEF)
                vm_raise_format(vm, &vm_type_AttributeError, "module '%V' has no attribute '%q'",
                                vm_get_attr(vm, module, &vm_s___name__), name);
            v = vm_import_from(vm, module, name);
        }
        if (v == VM_UNDEF)
            continue;
        if (vm_is_exact(into_namespace, &vm_type_dict))
            vm_dict_set_name(vm, vm_dict(into_namespace), name, v);
        else
            vm_set_item(vm, into_namespace, vm_value(name), v);
    }
}
