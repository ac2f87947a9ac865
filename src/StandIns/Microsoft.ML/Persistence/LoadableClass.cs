using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>How to create one loadable class: a constructor, or a static method <c>Create</c> of the loader type.</summary>
internal sealed class LoadableClass
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic;

    private readonly ConstructorInfo _constructor;
    private readonly MethodInfo _create;
    private readonly bool _wantsEnvironment;

    private LoadableClass(ConstructorInfo constructor, MethodInfo create, bool wantsEnvironment)
    {
        _constructor = constructor;
        _create = create;
        _wantsEnvironment = wantsEnvironment;
    }

    /// <summary>
    /// Looks for a constructor of the loader type (when that is the instance type) and for a static method
    /// <c>Create</c> declared on it that returns exactly the instance type, taking the signature's parameters with or
    /// without an environment in front. When both exist the more visible one wins.
    /// </summary>
    public static LoadableClass Find(Type instanceType, Type loaderType, Type[] parameters, out string problem)
    {
        problem = null;
        loaderType ??= instanceType;
        foreach (bool withEnvironment in (ReadOnlySpan<bool>)[true, false])
        {
            Type[] types = withEnvironment ? [typeof(IHostEnvironment), .. parameters] : parameters;
            ConstructorInfo constructor = instanceType.IsAssignableFrom(loaderType) && !loaderType.IsAbstract
                ? loaderType.GetConstructor(BindingFlags.Instance | Any, types)
                : null;
            MethodInfo create = loaderType.GetMethod("Create", BindingFlags.Static | BindingFlags.DeclaredOnly | Any, types);
            if (create != null && create.ReturnType != instanceType)
                create = null;

            if (constructor != null && create != null)
            {
                int difference = Visibility(create).CompareTo(Visibility(constructor));
                if (difference == 0)
                {
                    problem = "there are both a constructor and a Create method of the same visibility";
                    return null;
                }

                if (difference > 0)
                    constructor = null;
                else
                    create = null;
            }

            if (constructor != null || create != null)
                return new LoadableClass(constructor, create, withEnvironment);
        }

        problem = $"found neither a constructor nor a static method Create on '{loaderType.Name}'";
        return null;
    }

    public object Create(IHostEnvironment env, object[] arguments)
    {
        if (_wantsEnvironment)
            arguments = [env, .. arguments];
        try
        {
            return _constructor != null ? _constructor.Invoke(arguments) : _create.Invoke(null, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner && inner.IsMarked())
        {
            throw Contracts.Except(exception, "Error during class instantiation");
        }
    }

    private static int Visibility(MethodBase method) =>
        method.IsPublic ? 3 : method.IsFamilyOrAssembly || method.IsAssembly ? 2 : method.IsFamily ? 1 : 0;
}
