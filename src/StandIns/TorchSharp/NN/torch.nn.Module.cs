using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network with its parameters, buffers and parts, which it owns.</summary>
        public class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Parameter)> _parameters = [];
            private readonly List<(string Name, Tensor Buffer)> _buffers = [];
            private readonly List<(string Name, Module Module)> _modules = [];
            private readonly string _name;
            private bool _training = true;
            private bool _areComponentsRegistered;

            protected Module(string name) => _name = name;

            public virtual bool training => _training;

            public virtual string GetName() => _name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach ((_, Module module) in _modules)
                    module.train(train);
            }

            public virtual void eval() => train(false);

            // What is registered stays in the dispose scope it was made in, as officially: whoever keeps a module detaches its tensors.
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                Add(_parameters, name, param, $"Parameter {name} is already registered.");
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                Add(_buffers, name, tensor, $"Tensor {name} is already registered.");
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (name.Contains('.'))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (name.Length == 0)
                    throw new ArgumentException("module name can't be empty string \"\"");
                if (_modules.Exists(entry => entry.Name == name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _modules.Add((name, submodule));
            }

            // As officially: a module that becomes part of another one registers its own fields of these types, private ones and those of automatic properties included.
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                    return;
                foreach (FieldInfo field in Fields(GetType()).Where(field => !IsTaken(field.Name)).ToArray())
                {
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
                _areComponentsRegistered = true;
            }

            // What is registered twice has its first name, as officially.
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                _parameters.Concat(recurse ? _modules.SelectMany(part => part.Module.named_parameters().Select(entry => ($"{part.Name}.{entry.name}", entry.parameter))) : [])
                    .DistinctBy(entry => entry.Item2);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                _buffers.Concat(recurse ? _modules.SelectMany(part => part.Module.named_buffers().Select(entry => ($"{part.Name}.{entry.name}", entry.buffer))) : [])
                    .DistinctBy(entry => entry.Item2);

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(entry => entry.parameter);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach ((_, Parameter parameter) in _parameters)
                    parameter.Dispose();
                foreach ((_, Tensor buffer) in _buffers)
                    buffer.Dispose();
                foreach ((_, Module module) in _modules)
                    module.Dispose();
            }

            private bool IsTaken(string name) =>
                _parameters.Exists(entry => entry.Name == name) || _buffers.Exists(entry => entry.Name == name) || _modules.Exists(entry => entry.Name == name);

            private static IEnumerable<FieldInfo> Fields(Type type) => type == typeof(Module)
                ? []
                : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Concat(Fields(type.BaseType!));

            private static void Add<T>(List<(string Name, T Value)> to, string name, T value, string taken)
            {
                if (to.Exists(entry => entry.Name == name))
                    throw new InvalidOperationException(taken);
                to.Add((name, value));
            }
        }

        /// <summary>A module with one input and one output.</summary>
        public abstract class Module<T, TResult> : Module
        {
            protected Module(string name) : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input) => forward(input);
        }
    }
}
