using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The loaders and the custom-mapping contracts of the assemblies that have been registered.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, Type Signature), LoadableClass> _classes = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog() { }

    /// <summary>Registers an assembly once: its loaders and its custom-mapping contracts can then be found by name.</summary>
    /// <param name="assembly">The assembly to register.</param>
    /// <param name="throwOnError">Whether a component that cannot be used is an error or is left out.</param>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (LoadableClassAttributeBase attribute in assembly.GetCustomAttributes(typeof(LoadableClassAttributeBase)).Cast<LoadableClassAttributeBase>())
                Register(attribute, throwOnError);
            if (assembly != typeof(ComponentCatalog).Assembly)
                RegisterExtensions(assembly, throwOnError);
        }
    }

    private void Register(LoadableClassAttributeBase attribute, bool throwOnError)
    {
        foreach (Type signature in attribute.SigTypes)
        {
            Type[] parameters = [.. signature.GetMethod("Invoke").GetParameters().Select(parameter => parameter.ParameterType)];
            LoadableClass loader = LoadableClass.Find(attribute.InstanceType, attribute.LoaderType, parameters, out string problem);
            if (loader == null)
            {
                if (throwOnError)
                    throw Contracts.Except($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.UserName}': {problem}");
                continue;
            }

            foreach (string name in attribute.LoadNames)
            {
                if (!_classes.TryAdd((Normalize(name), signature), loader) && throwOnError)
                    throw Contracts.Except($"Duplicate loadable class '{name}' for signature '{signature.Name}'");
            }
        }
    }

    private void RegisterExtensions(Assembly assembly, bool throwOnError)
    {
        foreach (Type type in assembly.GetTypes().Where(type => type.IsClass))
        {
            foreach (ExtensionBaseAttribute attribute in type.GetCustomAttributes(typeof(ExtensionBaseAttribute)).Cast<ExtensionBaseAttribute>())
            {
                if (!_extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) && throwOnError)
                    throw Contracts.Except($"Multiple classes with contract '{attribute.ContractName}'");
            }
        }
    }

    /// <summary>Creates the class that declared this name for this signature; false when there is none.</summary>
    internal bool TryCreateInstance(IHostEnvironment env, Type signature, string name, object[] arguments, ref object instance)
    {
        LoadableClass loader;
        lock (_lock)
        {
            if (string.IsNullOrWhiteSpace(name) || !_classes.TryGetValue((Normalize(name), signature), out loader))
                return false;
        }

        instance = loader.Create(env, arguments);
        return true;
    }

    /// <summary>Creates the class that an extension attribute registered under this contract name.</summary>
    internal object GetExtensionValue(IHostEnvironment env, Type attributeType, string contractName)
    {
        Type type;
        lock (_lock)
        {
            if (!_extensions.TryGetValue((attributeType, contractName), out type))
                throw Contracts.Except(
                    $"Unable to locate a class with contract '{contractName}' of type '{attributeType.Name}'. " +
                    $"Make sure that the assembly that holds it is registered with {nameof(ComponentCatalog)}.{nameof(RegisterAssembly)}.");
        }

        return Activator.CreateInstance(type);
    }

    private static string Normalize(string name) => name.Trim().ToLowerInvariant();
}
