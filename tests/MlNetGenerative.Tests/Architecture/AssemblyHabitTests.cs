using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MlNetGenerative.Tests.Architecture;

/// <summary>What the product's assemblies never hold: state that outlives its owner, finalizers, public types open to inheritance.</summary>
[TestClass]
public sealed class AssemblyHabitTests
{
    private const BindingFlags DeclaredStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags DeclaredInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [TestMethod]
    public void NoStaticFieldCanChange() =>
        AssertNone(from type in WrittenTypes()
                   from field in type.GetFields(DeclaredStatic)
                   where !field.IsLiteral && (IsBackingField(field) || !IsGenerated(field))
                   where !field.IsInitOnly || IsChangeable(field.FieldType)
                   select $"{type.FullName}.{field.Name}");

    [TestMethod]
    public void NothingHasAFinalizer() =>
        AssertNone(from type in WrittenTypes()
                   where type.GetMethod("Finalize", DeclaredInstance, []) is not null
                   select type.FullName);

    [TestMethod]
    public void PublicTypesAreClosed() =>
        AssertNone(from type in WrittenTypes()
                   where type.IsVisible && type is { IsClass: true, IsSealed: false, IsAbstract: false }
                   select type.FullName);

    private static IEnumerable<Type> WrittenTypes()
    {
        Type[] types = [.. Repository.ProductAssemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type))];
        Assert.IsNotEmpty(types);
        return types;
    }

    // Closures, cached delegates and the like carry names that C# cannot spell.
    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<') || member.IsDefined(typeof(CompilerGeneratedAttribute)) || (member.DeclaringType is { } outer && IsGenerated(outer));

    private static bool IsBackingField(FieldInfo field) => field.Name.EndsWith("k__BackingField", StringComparison.Ordinal);

    // Arrays serve as tables of constants; whatever grows, or draws numbers, is state.
    private static bool IsChangeable(Type type) =>
        !type.IsArray && (typeof(IList).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type)
            || typeof(Random).IsAssignableFrom(type) || Implements(type, typeof(ISet<>)) || Implements(type, typeof(ICollection<>)));

    private static bool Implements(Type type, Type definition) =>
        type.GetInterfaces().Append(type).Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)
        && !(type.Namespace?.StartsWith("System.Collections.Frozen", StringComparison.Ordinal) ?? false)
        && !(type.Namespace?.StartsWith("System.Collections.Immutable", StringComparison.Ordinal) ?? false);

    private static void AssertNone(IEnumerable<string?> offenders) => Assert.AreEqual("", string.Join(Environment.NewLine, offenders));
}
