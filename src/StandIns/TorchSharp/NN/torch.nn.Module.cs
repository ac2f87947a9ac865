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

            public virtual void register_parameter(string name, Parameter param)
            {
                RequireNew(name, _parameters.Select(entry => entry.Name));
                param.DetachFromDisposeScope();
                _parameters.Add((name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                RequireNew(name, _buffers.Select(entry => entry.Name));
                tensor.DetachFromDisposeScope();
                _buffers.Add((name, tensor));
            }

            public virtual void register_module(string name, Module submodule)
            {
                RequireNew(name, _modules.Select(entry => entry.Name));
                _modules.Add((name, submodule));
            }

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                _parameters.Concat(recurse ? _modules.SelectMany(part => part.Module.named_parameters().Select(entry => ($"{part.Name}.{entry.name}", entry.parameter))) : []);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                _buffers.Concat(recurse ? _modules.SelectMany(part => part.Module.named_buffers().Select(entry => ($"{part.Name}.{entry.name}", entry.buffer))) : []);

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

            private static void RequireNew(string name, IEnumerable<string> taken)
            {
                if (taken.Contains(name))
                    throw new InvalidOperationException($"Tried to register '{name}' twice.");
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
