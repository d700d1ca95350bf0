//! What sandbox/runtime.h promises, done by the interpreter wasmi. Everything else that a host does is in C (sandbox/host.c): this
//! file only carries calls, memory and fuel across.

use std::ffi::{c_char, c_void, CStr};
use std::fmt::Write;
use std::os::raw::c_int;
use wasmi::{
    AsContextMut, CompilationMode, Config, CustomFuelCosts, Engine, Error, ExternType, Instance, Linker, Memory, Module, ResourceLimiter,
    Store, StoreContextMut, TrapCode, Val, ValType, F32, F64,
};
use wasmi_core::LimiterError;

const DONE: c_int = 0;
const NO_EXPORT: c_int = 1;
const WRONG_TYPE: c_int = 2;
const TRAP: c_int = 3;
const NO_FUEL: c_int = 4;
const NO_STACK: c_int = 5;
const STOPPED: c_int = 6;

/// Tables hold four times as much as the largest plugin seen, and are never what a plugin grows.
const TABLE_MOST: usize = 1 << 20;
const CALLS_MOST: usize = 20_000;

type Context<'a> = StoreContextMut<'a, Data>;
type HostCall = unsafe extern "C" fn(*mut c_void, *mut Context<'static>, u32, *const i64, usize, *mut i64) -> i32;

pub struct Data {
    host: *mut c_void,
    call: HostCall,
    memory_most: usize,
    wanted_memory: bool,
    memory: Option<Memory>,
    instance: Option<Instance>,
    problem: String,
}

impl ResourceLimiter for Data {
    fn memory_growing(&mut self, _now: usize, wanted: usize, _most: Option<usize>) -> Result<bool, LimiterError> {
        let fits = wanted <= self.memory_most;
        self.wanted_memory |= !fits;
        Ok(fits)
    }
    fn table_growing(&mut self, _now: usize, wanted: usize, _most: Option<usize>) -> Result<bool, LimiterError> {
        Ok(wanted <= TABLE_MOST)
    }
    fn instances(&self) -> usize {
        1
    }
    fn tables(&self) -> usize {
        16
    }
    fn memories(&self) -> usize {
        1
    }
}

pub struct Loaded {
    module: Module,
    linker: Linker<Data>,
    names: Vec<(String, String)>,
}

pub struct Running {
    store: Store<Data>,
}

/// The text and a NUL, cut where the room ends.
unsafe fn tell(problem: *mut c_char, size: usize, text: &str) {
    if size == 0 {
        return;
    }
    let n = text.len().min(size - 1);
    std::ptr::copy_nonoverlapping(text.as_ptr(), problem as *mut u8, n);
    *problem.add(n) = 0;
}

fn end_of(e: &Error) -> c_int {
    match e.as_trap_code() {
        Some(TrapCode::OutOfFuel) => NO_FUEL,
        Some(TrapCode::StackOverflow) => NO_STACK,
        _ if e.i32_exit_status().is_some() => STOPPED,
        _ => TRAP,
    }
}

fn to_bits(v: &Val) -> i64 {
    match v {
        Val::I32(n) => i64::from(*n),
        Val::I64(n) => *n,
        Val::F32(n) => i64::from(n.to_bits()),
        Val::F64(n) => n.to_bits() as i64,
        _ => 0,
    }
}

fn from_bits(kind: ValType, bits: i64) -> Option<Val> {
    match kind {
        ValType::I32 => Some(Val::I32(bits as i32)),
        ValType::I64 => Some(Val::I64(bits)),
        ValType::F32 => Some(Val::F32(F32::from_bits(bits as u32))),
        ValType::F64 => Some(Val::F64(F64::from_bits(bits as u64))),
        _ => None,
    }
}

/// All functions that the module imports lead to the host's one, with their numbers.
fn link(engine: &Engine, module: &Module) -> Result<(Linker<Data>, Vec<(String, String)>), Error> {
    let mut linker = Linker::<Data>::new(engine);
    let mut names = Vec::new();
    for import in module.imports() {
        let ExternType::Func(kind) = import.ty() else {
            return Err(Error::new(format!("it imports '{}.{}', which is no function", import.module(), import.name())));
        };
        let number = names.len() as u32;
        names.push((import.module().to_string(), import.name().to_string()));
        let known = names[..number as usize].iter().any(|n| n.0 == import.module() && n.1 == import.name());
        if known {
            continue; // imported twice: the linker has it, under the first number
        }
        linker.func_new(import.module(), import.name(), kind.clone(), move |mut caller, given, results| {
            let arguments: Vec<i64> = given.iter().map(to_bits).collect();
            if caller.data().memory.is_none() {
                let found = caller.get_export("memory").and_then(|e| e.into_memory());
                caller.data_mut().memory = found;
            }
            let (host, call) = (caller.data().host, caller.data().call);
            let mut context = caller.as_context_mut();
            let mut result = 0i64;
            let inner = &mut context as *mut Context<'_> as *mut Context<'static>;
            if unsafe { call(host, inner, number, arguments.as_ptr(), arguments.len(), &mut result) } != 0 {
                return Err(Error::i32_exit(1));
            }
            for slot in results.iter_mut() {
                *slot = from_bits(slot.ty(), result).ok_or_else(|| Error::new("the host has no such value"))?;
            }
            Ok(())
        })?;
    }
    Ok((linker, names))
}

fn load(bytes: &[u8]) -> Result<Loaded, Error> {
    let mut config = Config::default();
    config.consume_fuel(true);
    config.set_max_recursion_depth(CALLS_MOST);
    config.compilation_mode(CompilationMode::LazyTranslation);
    config.ignore_custom_sections(true);
    // Translated lazily or long ago: a run burns the same.
    config.fuel_cost(CustomFuelCosts { bytes_copied_per_fuel: 64, fuel_per_bytes_translated: 0, fuel_per_bytes_validated: 0 });
    let engine = Engine::new(&config);
    let module = Module::new(&engine, bytes)?;
    let (linker, names) = link(&engine, &module)?;
    Ok(Loaded { module, linker, names })
}

#[no_mangle]
pub unsafe extern "C" fn runtime_load(bytes: *const u8, n: usize, problem: *mut c_char, size: usize) -> *mut Loaded {
    match load(std::slice::from_raw_parts(bytes, n)) {
        Ok(loaded) => Box::into_raw(Box::new(loaded)),
        Err(e) => {
            tell(problem, size, &e.to_string());
            std::ptr::null_mut()
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn runtime_unload(m: *mut Loaded) {
    drop(Box::from_raw(m));
}

#[no_mangle]
pub unsafe extern "C" fn runtime_import(m: *const Loaded, i: u32, n: *mut usize, module: *mut *const u8, module_n: *mut usize) -> *const u8 {
    let Some((from, name)) = (&*m).names.get(i as usize) else {
        return std::ptr::null();
    };
    *n = name.len();
    *module = from.as_ptr();
    *module_n = from.len();
    name.as_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn runtime_start(
    m: *mut Loaded, host: *mut c_void, call: HostCall, memory_most: u64, fuel: u64, end: *mut c_int, problem: *mut c_char, size: usize,
) -> *mut Running {
    let loaded = &*m;
    let data = Data { host, call, memory_most: memory_most as usize, wanted_memory: false, memory: None, instance: None, problem: String::new() };
    let mut store = Store::new(loaded.module.engine(), data);
    store.limiter(|data| data);
    let started = store.set_fuel(fuel).and_then(|()| loaded.linker.instantiate_and_start(&mut store, &loaded.module));
    match started {
        Ok(instance) => {
            let memory = instance.get_memory(&store, "memory");
            store.data_mut().memory = memory;
            store.data_mut().instance = Some(instance);
            *end = DONE;
            Box::into_raw(Box::new(Running { store }))
        }
        Err(e) => {
            *end = end_of(&e);
            tell(problem, size, &e.to_string());
            std::ptr::null_mut()
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn runtime_close(i: *mut Running) {
    drop(Box::from_raw(i));
}

unsafe fn call_export(mut c: Context<'_>, name: *const c_char, given: *const i32, count: usize, result: *mut i32) -> c_int {
    *result = 0;
    let name = CStr::from_ptr(name).to_str().unwrap_or("");
    let Some(f) = c.data().instance.and_then(|i| i.get_func(&c, name)) else {
        return NO_EXPORT;
    };
    let kind = f.ty(&c);
    let fits = kind.params().len() == count && kind.params().iter().all(|t| *t == ValType::I32) && kind.results().len() <= 1;
    if !fits || kind.results().iter().any(|t| *t != ValType::I32) {
        return WRONG_TYPE;
    }
    let arguments: Vec<Val> = (0..count).map(|i| Val::I32(*given.add(i))).collect();
    let mut results = vec![Val::I32(0); kind.results().len()];
    match f.call(&mut c, &arguments, &mut results) {
        Ok(()) => {
            if let Some(Val::I32(n)) = results.first() {
                *result = *n;
            }
            DONE
        }
        Err(e) => {
            let problem = &mut c.data_mut().problem;
            problem.clear();
            let _ = write!(problem, "{e}");
            end_of(&e)
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn runtime_call(i: *mut Running, name: *const c_char, given: *const i32, count: usize, result: *mut i32) -> c_int {
    call_export((*i).store.as_context_mut(), name, given, count, result)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_call_back(c: *mut Context<'_>, name: *const c_char, given: *const i32, count: usize, result: *mut i32) -> c_int {
    call_export((*c).as_context_mut(), name, given, count, result)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_problem(i: *const Running, n: *mut usize) -> *const u8 {
    let problem = &(*i).store.data().problem;
    *n = problem.len();
    problem.as_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn runtime_fuel(i: *const Running) -> u64 {
    (*i).store.get_fuel().unwrap_or(0)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_burn(c: *mut Context<'_>, fuel: u64) -> i32 {
    let left = (*c).get_fuel().unwrap_or(0);
    let _ = (*c).set_fuel(left.saturating_sub(fuel));
    i32::from(left >= fuel)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_wanted_memory(i: *const Running) -> i32 {
    i32::from((*i).store.data().wanted_memory)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_memory_size(i: *const Running) -> u64 {
    let store = &(*i).store;
    store.data().memory.map_or(0, |m| m.data_size(store) as u64)
}

#[no_mangle]
pub unsafe extern "C" fn runtime_memory(c: *mut Context<'_>, at: u32, n: u32) -> *mut u8 {
    let Some(memory) = (*c).data().memory else {
        return std::ptr::null_mut();
    };
    let (at, n) = (at as usize, n as usize);
    match memory.data_mut(&mut *c).get_mut(at..at + n) {
        Some(bytes) => bytes.as_mut_ptr(),
        None => std::ptr::null_mut(),
    }
}
