namespace System.Runtime.CompilerServices;

/// <summary>Tells the runtime, which knows this attribute by its name, not to check access to the named assembly's members.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
